import { createHash } from 'node:crypto'

const maxLength = 64

/** A tool of a server by both its names. */
export interface NamedTool {
  readonly server: string
  /** The server's own, verbatim name: what a call must use. */
  readonly tool: string
}

/**
 * `mcp_{server}_{tool}` for each tool, at most 64 characters, unique whatever the order in which
 * the servers connected: whoever is too long, or folds to the same name as another, gets a hash
 * of its own two names behind it. Names are looked up in this map, never taken apart.
 */
export function nameTools(
  tools: readonly NamedTool[],
  /** Names that others have already. */
  taken: readonly string[] = [],
): ReadonlyMap<NamedTool, string> {
  const count = new Map<string, number>(taken.map((name) => [name, 1]))
  for (const tool of tools) {
    const plain = plainName(tool)
    count.set(plain, (count.get(plain) ?? 0) + 1)
  }
  const names = new Map<NamedTool, string>()
  for (const tool of tools) {
    const plain = plainName(tool)
    const clear = plain.length <= maxLength && count.get(plain) === 1 && tool.tool !== ''
    names.set(tool, clear ? plain : hashed(plain, tool))
  }
  return names
}

/** With what the names of a server's tools begin, as long as they are not too long. */
export function toolPrefix(server: string): string {
  return `mcp_${fold(server)}_`
}

function plainName({ server, tool }: NamedTool): string {
  return `${toolPrefix(server)}${fold(tool)}`
}

function fold(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/_+/g, '_')
    .replace(/^_|_$/g, '')
}

function hashed(plain: string, { server, tool }: NamedTool): string {
  const hash = createHash('sha256').update(`${server}\0${tool}`).digest('hex').slice(0, 8)
  return `${plain.slice(0, maxLength - 9)}_${hash}`
}
