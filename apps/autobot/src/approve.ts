import type { ApprovalDecision, ToolCallPart } from '@autobot/core'
import type { CommandContext } from './command-context.ts'
import { inTurn } from './in-turn.ts'
import { withoutControls } from './render/display-width.ts'

export type Approve = (call: ToolCallPart) => Promise<ApprovalDecision>

/** Letters of one argument; more would hide the question. What is left out is counted. */
const longest = 2000

/** What a person says to a call that needs approval: `--yes`, else the answer on a terminal. */
export function approver(
  yes: boolean,
  context: CommandContext,
  ask: ((question: string) => Promise<string>) | undefined,
): Approve {
  const always = new Set<string>()

  const decide = async (call: ToolCallPart): Promise<ApprovalDecision> => {
    if (yes || always.has(call.name)) return { action: 'allow' }
    if (ask === undefined) {
      context.log(
        'warn',
        `${call.name} needs approval and was not run. Allow such calls with --yes.`,
      )
      return { action: 'deny', reason: 'This call needs approval, and nobody is there to give it.' }
    }
    const release = context.statusLine.hold()
    const answer = await answerTo(call).finally(release)
    if (answer === 'a' || answer === 'always') always.add(call.name)
    return ['y', 'yes', 'a', 'always'].includes(answer)
      ? { action: 'allow' }
      : { action: 'deny', reason: 'The user did not allow this call.' }
  }
  const answerTo = async (call: ToolCallPart): Promise<string> => {
    context.tell(page(call, context.colour))
    const answer = await ask?.('Allow? [y]es, [N]o, [a]lways for this tool: ')
    return (answer ?? '').trim().toLowerCase()
  }
  // Calls run side by side; a person reads one question at a time.
  return (call) => inTurn(context, () => decide(call))
}

function page({ name, input }: ToolCallPart, colour: boolean): string {
  const bold = (text: string): string => (colour ? `\u001b[1m${text}\u001b[0m` : text)
  const fields = typeof input === 'object' && input !== null ? Object.entries(input) : []
  const lines = fields.map(([key, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value, undefined, 2)
    const rest = text.length - longest
    const shown = rest > 0 ? `${text.slice(0, longest)}… (${rest} more letters)` : text
    return `  ${key}: ${withoutControls(shown).replaceAll('\n', '\n    ')}\n`
  })
  return `${bold(withoutControls(name))} wants to run${lines.length === 0 ? '.' : ' with:'}\n${lines.join('')}`
}
