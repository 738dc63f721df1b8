import type { McpServerConfig } from '../config.ts'
import { parseJsonc } from './jsonc.ts'
import { readEntry } from './entry.ts'

/** What a file of this or of another program says about servers; nothing of it is started. */
export interface McpFile {
  readonly path: string
  /** Variables are not filled in yet: see `expandServers`. */
  readonly servers: Readonly<Record<string, McpServerConfig>>
  /** Names of files with variables, by server. */
  readonly envFiles: Readonly<Record<string, string>>
  /** What was left out, and why. */
  readonly warnings: readonly string[]
}

/**
 * Reads `.mcp.json` and the files of other programs: `mcpServers` or `servers` (or `mcp.servers`,
 * `mcp`) of JSON with comments. A mistake in one entry costs only that entry.
 */
export function parseMcpFile(text: string, path: string): McpFile {
  const warnings: string[] = []
  const servers: Record<string, McpServerConfig> = {}
  const envFiles: Record<string, string> = {}
  let parsed: unknown
  try {
    parsed = parseJsonc(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { path, servers, envFiles, warnings: [`${path} is not JSON: ${why}`] }
  }
  for (const [name, entry] of Object.entries(findServers(parsed))) {
    const say = (text: string): void => void warnings.push(`${path}: ${name}: ${text}`)
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
      say('it is not an object')
      continue
    }
    const { config, envFile, problem } = readEntry(entry as Record<string, unknown>, say)
    if (problem !== undefined) say(`${problem}; it is left out`)
    if (config === undefined) continue
    // A name such as __proto__ is a name like any other.
    Object.defineProperty(servers, name, { value: { ...config, source: path }, enumerable: true })
    if (envFile !== undefined) envFiles[name] = envFile
  }
  return { path, servers, envFiles, warnings }
}

/** The servers of several files; a later file replaces what an earlier one says of a name. */
export function mergeServers(
  ...all: readonly Readonly<Record<string, McpServerConfig>>[]
): Readonly<Record<string, McpServerConfig>> {
  return Object.fromEntries(all.flatMap((servers) => Object.entries(servers)))
}

function findServers(file: unknown): object {
  const root = asObject(file)
  const mcp = asObject(root['mcp'])
  const found = root['mcpServers'] ?? root['servers'] ?? mcp['servers'] ?? root['mcp']
  return asObject(found)
}

function asObject(value: unknown): Record<string, unknown> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Record<string, unknown>) : {}
}
