import type { CommandContext } from '../command-context.ts'

/** An error for a person: what happened, and what to do. */
export function tellError(
  { tell, colour }: Pick<CommandContext, 'tell' | 'colour'>,
  error: {
    readonly message: string
    readonly hint?: string
    readonly status?: number
    readonly requestId?: string
  },
): void {
  const red = (text: string): string => (colour ? `\u001b[31m${text}\u001b[0m` : text)
  const details = [
    ...(error.status === undefined || error.message.includes(String(error.status))
      ? []
      : [`HTTP ${error.status}`]),
    ...(error.requestId === undefined ? [] : [`request ${error.requestId}`]),
  ]
  tell(
    `${red('Error:')} ${error.message}${details.length === 0 ? '' : ` (${details.join(', ')})`}\n`,
  )
  if (error.hint !== undefined) tell(`  → ${error.hint}\n`)
}
