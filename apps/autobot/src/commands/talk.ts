import { createInterface } from 'node:readline'
import type { Agent, AgentInput, FilePart } from '@autobot/core'
import { approver } from '../approve.ts'
import { attach } from '../attach.ts'
import type { CommandContext } from '../command-context.ts'
import { textRenderer } from '../render/text.ts'
import type { ToolFilter } from '../tool-filter.ts'
import { failureInfo } from './failure.ts'
import { runTurn } from './run-turn.ts'

export interface TalkOptions {
  /** Go with the first message. */
  readonly files: readonly string[]
  readonly stream: boolean
  readonly tools: boolean
  readonly filter: ToolFilter | undefined
  readonly yes: boolean
}

const endings = new Set(['exit', 'quit', '/exit', '/quit', ':q'])

/** The interactive mode: questions on the terminal, one conversation. Returns the exit status. */
export async function talk(
  agent: Agent,
  options: TalkOptions,
  context: CommandContext,
): Promise<number> {
  let files: readonly FilePart[] = await attach(options.files)
  let turn: AbortController | undefined
  let status = 0
  // The prompt is no answer: it goes to stderr.
  const lines = createInterface({ input: process.stdin, output: process.stderr, prompt: '> ' })
  const leave = (): void => lines.close()
  context.signal.addEventListener('abort', leave)
  lines.on('SIGINT', () => {
    if (turn === undefined || turn.signal.aborted) {
      status = 130
      turn?.abort()
      lines.close()
    } else turn.abort(new Error('Stopped by Ctrl-C.'))
  })
  context.tell("Interactive mode: 'exit' or Ctrl-D ends it, Ctrl-C stops an answer.\n")
  lines.prompt()
  try {
    for await (const line of lines) {
      const text = line.trim()
      if (endings.has(text.toLowerCase())) break
      if (text !== '') {
        turn = new AbortController()
        await answer([...files, { type: 'text', text }], turn.signal)
        turn = undefined
        files = []
      }
      if (context.signal.aborted || status !== 0) break
      lines.prompt()
    }
  } finally {
    context.signal.removeEventListener('abort', leave)
    lines.close()
  }
  return status

  async function answer(question: AgentInput, stop: AbortSignal): Promise<void> {
    const renderer = textRenderer(context, options)
    try {
      const signal = AbortSignal.any([context.signal, stop])
      // The reader that is open asks, too: a second one would take its keys.
      const ask = (text: string): Promise<string> =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(''), { once: true })
          lines.question(text, { signal }, resolve)
        })
      const approve = approver(options.yes, context, ask)
      renderer.end(
        await runTurn(agent, question, renderer, options.filter, context, { signal, approve }),
      )
    } catch (error) {
      renderer.failed(failureInfo(error, undefined), undefined)
    }
  }
}
