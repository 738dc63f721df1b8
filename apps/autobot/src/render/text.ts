import type { CommandContext } from '../command-context.ts'
import type { Renderer } from './renderer.ts'
import { tellError } from './tell-error.ts'

/**
 * The answer into a pipe, and nothing else there. When there are tools, a step's text waits until the step ends without a call: what a model
 * says before it calls a tool is not the answer.
 */
export function textRenderer(
  context: CommandContext,
  options: { stream: boolean; tools: boolean },
): Renderer {
  const { terminal, tell } = context
  const direct = options.stream && !options.tools
  const dim = (text: string): string => (context.colour ? `\u001b[2m${text}\u001b[0m` : text)
  let open = false
  let shown = false
  let held = ''

  const show = (text: string): void => {
    if (text === '') return
    context.write(text)
    shown = true
    open = !text.endsWith('\n')
  }
  const close = (): void => {
    if (open) show('\n')
  }

  return {
    event(event) {
      switch (event.type) {
        case 'text_delta':
          if (direct) show(event.text)
          else held += event.text
          break
        case 'approval_requested':
          close()
          break
        case 'tool_start':
          close()
          if (terminal.stderr)
            tell(dim(`→ ${event.call.name} ${short(JSON.stringify(event.call.input))}\n`))
          break
        case 'tool_end':
          if (terminal.stderr && event.result.isError === true)
            tell(dim(`✗ ${event.call.name} failed\n`))
          break
        case 'run_end':
          close()
          break
        case 'step_end':
          if (event.response.finishReason === 'tool_calls') {
            close()
            if (held.trim() !== '') context.log('info', `Before the tools: ${short(held)}`)
            held = ''
          }
          break
        default:
      }
    },
    end(result) {
      if (result.error === undefined) {
        if (!direct || !shown) show(context.redactor.text(result.text))
        close()
        if (result.text === '')
          context.log('warn', `The model answered without text (${result.finishReason}).`)
        if (result.finishReason === 'length')
          context.log('warn', 'The answer was cut off: it reached the limit of tokens.')
        return
      }
      close()
      if (result.error.code === 'aborted') context.tell('Interrupted.\n')
      else tellError(context, result.error)
    },
    failed(error) {
      close()
      if (error.code === 'aborted') context.tell('Interrupted.\n')
      else tellError(context, error)
    },
  }
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > 120 ? `${line.slice(0, 119)}…` : line
}
