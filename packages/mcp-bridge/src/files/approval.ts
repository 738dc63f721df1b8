import { canonical, sha256 } from '../canonical.ts'
import type { McpServerConfig } from '../config.ts'

export interface WaitingServer {
  readonly name: string
  /** Of what would be started; remember it once a person has agreed. */
  readonly fingerprint: string
  /** The whole command or address, to be shown before a person agrees. */
  readonly what: string
  /** The file that names it. */
  readonly source?: string
}

/**
 * A file that came with a project must not start programs by being there: the servers that a
 * person has agreed to, and those that wait for it. Call it before variables are filled in.
 */
export function approvedServers(
  servers: Readonly<Record<string, McpServerConfig>>,
  isApproved: (fingerprint: string) => boolean,
): {
  readonly servers: Readonly<Record<string, McpServerConfig>>
  readonly waiting: readonly WaitingServer[]
} {
  const waiting: WaitingServer[] = []
  const approved = Object.entries(servers).filter(([name, config]) => {
    const fingerprint = serverFingerprint(name, config)
    if (isApproved(fingerprint)) return true
    const { source } = config
    waiting.push({
      name,
      fingerprint,
      what: whatOf(config),
      ...(source !== undefined && { source }),
    })
    return false
  })
  return { servers: Object.fromEntries(approved), waiting }
}

/** Equal as long as the same would be started or asked, with the same variables. */
export function serverFingerprint(name: string, config: McpServerConfig): string {
  const { command, args, cwd, url, env = {}, headers = {} } = config
  // Values of variables may be secrets and change; but where they come from may not.
  return sha256(canonical([name, command, args, cwd, url, env, headers]))
}

function whatOf(config: McpServerConfig): string {
  const { command, args = [], url, cwd, env = {}, headers = {} } = config
  if (command === undefined) {
    const sent = Object.keys(headers)
    return `${url ?? ''}${sent.length === 0 ? '' : ` with ${sent.join(', ')}`}`
  }
  const words = [command, ...args].map((word) =>
    /^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word),
  )
  const names = Object.keys(env)
  return [
    words.join(' '),
    ...(cwd === undefined ? [] : [`in ${cwd}`]),
    ...(names.length === 0 ? [] : [`with ${names.join(', ')}`]),
  ].join(' ')
}
