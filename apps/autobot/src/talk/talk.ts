import type { Agent, AgentInput, FilePart, PriceSource, RunResult, Usage } from '@autobot/core'
import { approver } from '../approve.ts'
import { attach } from '../attach.ts'
import type { CommandContext } from '../command-context.ts'
import { failureInfo } from '../commands/failure.ts'
import { runTurn } from '../commands/run-turn.ts'
import type { LoadedConfig } from '../config/load.ts'
import { terminalRenderer } from '../render/terminal.ts'
import type { Conversation } from '../session/conversation.ts'
import type { ToolFilter } from '../tool-filter.ts'
import { completer } from './completer.ts'
import { openHistory } from './history-file.ts'
import { createLineReader } from './line-reader.ts'
import { mentionedFiles } from './mentioned-files.ts'
import { runSlash, slashNames } from './slash-commands.ts'
import type { TalkState } from './state.ts'

export interface TalkOptions {
  readonly agent: Agent
  readonly loaded: LoadedConfig
  readonly conversation: Conversation
  readonly prices: PriceSource | undefined
  /** With prefix. */
  readonly model: string
  /** Go with the first message. */
  readonly files: readonly string[]
  readonly stream: boolean
  readonly filter: ToolFilter | undefined
  readonly yes: boolean
  /** Told of who asks on this terminal from now on. */
  readonly onAsker?: (ask: (question: string) => Promise<string>) => void
}

const endings = new Set(['exit', 'quit', '/exit', '/quit', ':q'])

/** The interactive mode: one conversation on the terminal. Returns the exit status. */
export async function talk(options: TalkOptions, context: CommandContext): Promise<number> {
  const { agent, conversation, loaded } = options
  let files: readonly FilePart[] = await attach(options.files)
  const history = await openHistory(loaded, context.redactor)
  let turn: AbortController | undefined
  let leaving = false
  let status = 0

  const state: TalkState = {
    agent,
    context,
    loaded,
    conversation,
    prices: options.prices,
    model: options.model,
    filter: options.filter,
    usage: {},
    costUsd: 0,
    async quietly(question, more) {
      const result = await stoppable((signal) =>
        agent.run(question, { model: state.model, ...more, signal }),
      )
      count(result)
      return result
    },
  }
  const reader = createLineReader({
    history: history.lines,
    onHistory: history.changed,
    complete: completer(slashNames),
    onInterrupt() {
      if (turn !== undefined && !turn.signal.aborted) {
        turn.abort(new Error('Stopped by Ctrl-C.'))
      } else if (turn === undefined && !leaving) {
        leaving = true
        context.tell('\n(Ctrl-C again, or Ctrl-D, leaves.)\n')
        reader.redraw()
      } else {
        status = 130
        reader.close()
      }
    },
  })
  const nobody = new AbortController().signal
  const ask = (question: string): Promise<string> => reader.answer(question, turn?.signal ?? nobody)
  options.onAsker?.(ask)
  const approve = approver(options.yes, context, ask)
  const leave = (): void => reader.close()
  context.signal.addEventListener('abort', leave)

  const bold = (text: string): string => (context.colour ? `\u001b[1;34m${text}\u001b[0m` : text)
  context.tell(
    `${state.model}${conversation.id === undefined ? '' : ` · session ${conversation.id}`}\n/help lists the commands; exit or Ctrl-D leaves, Ctrl-C stops an answer.\n\n`,
  )
  try {
    for (;;) {
      const line = await reader.message(`${bold('You:')} `)
      leaving = false
      if (line === undefined || context.signal.aborted) break
      const text = line.trim()
      if (endings.has(text.toLowerCase())) break
      if (text === '') continue
      if (await runSlash(text, state)) {
        context.tell('\n')
        continue
      }
      await answer(text)
      context.tell('\n')
      if (context.signal.aborted || status !== 0) break
    }
    if (status === 0 && !context.signal.aborted) context.tell('Goodbye!\n')
  } finally {
    context.signal.removeEventListener('abort', leave)
    context.statusLine.hide()
    reader.close()
    await history.save()
  }
  return status

  async function answer(text: string): Promise<void> {
    const renderer = terminalRenderer(context, { stream: options.stream, usage: true })
    try {
      const parts: AgentInput = [
        ...files,
        ...(await attach(mentionedFiles(text))),
        { type: 'text', text },
      ]
      const result = await stoppable((signal) => {
        const { messages } = conversation
        const { filter, model } = state
        const more = filter === undefined ? {} : { toolFilter: filter.accepts }
        const settings = { model, messages, signal, approve, ...more }
        return runTurn(agent, parts, renderer, filter, context, settings, true)
      })
      files = []
      await conversation.ended(result)
      count(result)
      renderer.end(result)
    } catch (error) {
      renderer.failed(failureInfo(error, loaded), undefined)
    }
  }

  async function stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    turn = new AbortController()
    try {
      return await work(AbortSignal.any([context.signal, turn.signal]))
    } finally {
      turn = undefined
    }
  }

  function count(result: RunResult): void {
    state.usage = sum(state.usage, result.usage)
    state.costUsd =
      state.costUsd === undefined || result.costUsd === undefined
        ? undefined
        : state.costUsd + result.costUsd
  }
}

function sum(left: Usage, right: Usage): Usage {
  const result: Record<string, number> = {}
  for (const [name, value] of [...Object.entries(left), ...Object.entries(right)])
    if (typeof value === 'number') result[name] = (result[name] ?? 0) + value
  return result
}
