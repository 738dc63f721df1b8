import type { ApprovalDecision, ToolCallPart } from '@autobot/core'
import type { CommandContext } from './command-context.ts'

export type Approve = (call: ToolCallPart) => Promise<ApprovalDecision>

/** What a person says to a call that needs approval: `--yes`, else the answer on a terminal. */
export function approver(
  yes: boolean,
  context: CommandContext,
  ask: ((question: string) => Promise<string>) | undefined,
): Approve {
  return async (call) => {
    if (yes) return { action: 'allow' }
    if (ask === undefined) {
      context.log(
        'warn',
        `${call.name} needs approval and was not run. Allow such calls with --yes.`,
      )
      return { action: 'deny', reason: 'This call needs approval, and nobody is there to give it.' }
    }
    const answer = await ask(
      context.redactor.text(`Run ${call.name} ${call.argumentsText}? [y/N] `),
    )
    return /^y(es)?$/i.test(answer.trim())
      ? { action: 'allow' }
      : { action: 'deny', reason: 'The user did not allow this call.' }
  }
}
