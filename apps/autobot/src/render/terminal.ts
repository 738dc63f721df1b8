import type { AgentEvent, RunResult, ToolResultPart } from '@autobot/core'
import type { CommandContext } from '../command-context.ts'
import { fitting, withoutControls } from './display-width.ts'
import { markdownStream, type MarkdownStream } from './markdown.ts'
import type { Renderer } from './renderer.ts'
import { tellError } from './tell-error.ts'
import { usageLine } from './usage-line.ts'

export interface TerminalRendererOptions {
  readonly stream: boolean
  /** Whether tokens and costs are told after each answer. */
  readonly usage: boolean
}

/** A run as a person watches it: the answer with its marks, what the tools do, what it took. */
export function terminalRenderer(
  context: CommandContext,
  options: TerminalRendererOptions,
): Renderer {
  const { colour, colourOut, statusLine, terminal, write } = context
  const dim = (text: string): string => (colour ? `\u001b[2m${text}\u001b[0m` : text)
  const started = Date.now()
  const running = new Map<string, string>()
  let markdown: MarkdownStream | undefined
  let open = false
  let shown = false

  const show = (text: string): void => {
    if (text === '') return
    statusLine.hide()
    write(text)
    open = !text.endsWith('\n')
  }
  const push = (text: string): void => {
    shown = true
    markdown ??= colourOut ? markdownStream() : plainStream()
    show(markdown.push(text))
  }
  const close = (): void => {
    if (markdown !== undefined) show(markdown.end())
    markdown = undefined
    if (open) show('\n')
  }
  const note = (text: string): void => {
    if (!terminal.stderr) return
    close()
    const width = (process.stderr.columns || 80) - 1
    context.tell(`${dim(fitting(withoutControls(text).replaceAll(/\s+/g, ' '), width))}\n`)
  }
  const working = (): void => {
    const names = [...running.values()]
    if (names.length > 0) statusLine.show(names.join(', '))
  }

  const onEvent = (event: AgentEvent): void => {
    switch (event.type) {
      case 'step_start':
        statusLine.show('thinking')
        break
      case 'reasoning_start':
        statusLine.show('reasoning')
        break
      case 'text_delta':
        if (options.stream) push(event.text)
        break
      case 'tool_call_start':
        close()
        statusLine.show(`writing a call of ${event.name}`)
        break
      case 'approval_requested':
        close()
        statusLine.hide()
        break
      case 'tool_start':
        close()
        running.set(event.call.id, event.call.name)
        working()
        break
      case 'tool_progress': {
        const { message = '', progress, total } = event
        const part =
          progress === undefined ? '' : `${progress}${total === undefined ? '' : `/${total}`}`
        const more = [part, withoutControls(message)].filter((text) => text !== '').join(' ')
        running.set(event.toolCallId, more === '' ? event.toolName : `${event.toolName} ${more}`)
        working()
        break
      }
      case 'tool_end':
        running.delete(event.call.id)
        note(toolLine(event))
        working()
        break
      case 'retry':
      case 'fallback':
        statusLine.show('waiting')
        break
      default:
    }
  }

  const usage = (result: RunResult): void => {
    if (options.usage) note(usageLine(result, Date.now() - started))
  }

  return {
    event: onEvent,
    end(result) {
      statusLine.hide()
      if (result.error === undefined && !shown) push(context.redactor.text(result.text))
      close()
      if (result.error?.code === 'aborted') note('(stopped)')
      else if (result.error !== undefined) tellError(context, result.error)
      else if (result.text === '') note('No response generated.')
      if (result.finishReason === 'length')
        context.log('warn', 'The answer was cut off: it reached the limit of tokens.')
      usage(result)
    },
    failed(error) {
      statusLine.hide()
      close()
      tellError(context, error)
    },
  }
}

/** `✓ read_file {"path":"a.md"} · 12 ms · 3 lines: # Tides` */
function toolLine({ call, result, durationMs }: Extract<AgentEvent, { type: 'tool_end' }>): string {
  const mark = result.isError === true ? '✗' : '✓'
  const input = fitting(JSON.stringify(call.input), 60)
  return [`${mark} ${call.name} ${input}`, duration(durationMs), summary(result)]
    .filter((text) => text !== '')
    .join(' · ')
}

function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}

function summary({ content }: ToolResultPart): string {
  const [first] = content
  if (first === undefined) return ''
  if (first.type === 'file') return first.mediaType
  const text = first.type === 'text' ? first.text.trim() : JSON.stringify(first.value)
  const lines = text.split('\n')
  const count = lines.length > 1 ? `${lines.length} lines: ` : ''
  return `${count}${lines[0] ?? ''}`
}

function plainStream(): MarkdownStream {
  return { push: withoutControls, end: () => '' }
}
