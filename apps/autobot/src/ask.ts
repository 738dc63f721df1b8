import { createInterface } from 'node:readline/promises'
import type { CommandContext } from './command-context.ts'

/** Asks on the terminal, beside the answer; undefined when nobody is there. */
export function terminalAsk(
  context: CommandContext,
): ((question: string) => Promise<string>) | undefined {
  if (!context.terminal.stdin || !context.terminal.stderr) return undefined
  return async (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr })
    // The terminal is the reader's now: Ctrl-C arrives here and not as a signal.
    lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
    try {
      return await lines.question(question, { signal: context.signal })
    } finally {
      lines.close()
    }
  }
}

/** A yes of a person; no one there is a no. */
export async function confirmed(question: string, context: CommandContext): Promise<boolean> {
  const answer = await terminalAsk(context)?.(question)
  return answer !== undefined && /^y(es)?$/i.test(answer.trim())
}
