import { homedir } from 'node:os'
import { join } from 'node:path'

/** What belongs to the user and to no bot: approvals, tokens of servers. */
export function userFolder(variable: (name: string) => string | undefined): string {
  return join(
    variable('XDG_CONFIG_HOME') ?? join(variable('HOME') ?? homedir(), '.config'),
    'autobot',
  )
}

/** What the bridge keeps: tokens, pins, lists of tools. */
export function mcpFolder({ secret }: { secret(name: string): string | undefined }): string {
  return join(
    userFolder((name) => secret(name)),
    'mcp',
  )
}
