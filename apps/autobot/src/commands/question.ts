import type { AgentInput } from '@autobot/core'
import { attach } from '../attach.ts'
import type { CommandContext } from '../command-context.ts'
import { readStdin } from '../stdin.ts'
import { UsageError } from '../usage-error.ts'

export interface QuestionFlags {
  readonly message?: string
  readonly attach?: readonly string[]
}

/** The user's message: files, then what is piped in, then `-m`. */
export async function readQuestion(
  flags: QuestionFlags,
  context: CommandContext,
): Promise<AgentInput> {
  const typed = flags.message === '-' ? undefined : flags.message
  if (typed === undefined && flags.message === undefined && context.terminal.stdin) {
    throw new UsageError('There is no message.', 'Write -m TEXT, or pipe text in.')
  }
  const [files, piped] = await Promise.all([
    attach(flags.attach ?? []),
    readStdin(typed === undefined, context.signal),
  ])
  if (piped.silent) {
    context.log(
      'warn',
      'Nothing arrived on stdin within 3 s; going on without it. Redirect stdin from /dev/null to say that it is empty.',
    )
  }
  const text = [piped.text?.trimEnd(), typed]
    .filter((part) => part !== undefined && part.trim() !== '')
    .join('\n\n')
  if (text === '' && files.length === 0) {
    throw new UsageError('The message is empty.', 'Write -m TEXT, or pipe text in.')
  }
  return [...files, ...(text === '' ? [] : [{ type: 'text' as const, text }])]
}
