import type { CommandContext } from '../command-context.ts'

/** Where a person is, a server's page can be shown. */
export function pages({ terminal, tell }: CommandContext): {
  readonly showPage?: (url: string, server: string) => void
} {
  if (!terminal.stderr || !terminal.stdin) return {}
  return {
    showPage: (url, server) =>
      tell(`The MCP server ${server} wants you to sign in. Open this page:\n  ${url}\n`),
  }
}
