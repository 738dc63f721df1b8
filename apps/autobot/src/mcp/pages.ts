import { terminalAsk } from '../ask.ts'
import type { CommandContext } from '../command-context.ts'
import { elicitor, type Ask, type Elicit } from './elicit.ts'

export interface AskedPerson {
  readonly showPage?: (url: string, server: string) => void
  /** What servers ask a person in the middle of a call; opens pages by itself. */
  readonly elicit?: (open: (url: string) => void) => Elicit
}

/** Where a person is, a server's page can be shown, and its questions be answered. */
export function pages(
  context: CommandContext,
  /** Who has the terminal at the moment; the default asks by itself. */
  asker: () => Ask | undefined = () => undefined,
): AskedPerson {
  const { terminal, tell } = context
  const ask = terminalAsk(context)
  if (!terminal.stderr || !terminal.stdin || ask === undefined) return {}
  return {
    elicit: (open) => elicitor(context, () => asker() ?? ask, open),
    showPage: (url, server) =>
      tell(`The MCP server ${server} wants you to sign in. Open this page:\n  ${url}\n`),
  }
}
