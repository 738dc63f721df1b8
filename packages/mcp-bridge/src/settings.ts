import { isAllowed, type McpOptions, type McpServerConfig } from './config.ts'

/** A configured server with its defaults filled in. */
export interface ServerSettings {
  readonly name: string
  readonly target: StdioTarget | HttpTarget
  readonly patterns: readonly string[]
  readonly callTimeoutMs: number
  readonly startTimeoutMs: number
  /** Values that must not appear in any message. */
  readonly secrets: readonly string[]
}

export interface StdioTarget {
  readonly kind: 'stdio'
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd?: string
}

export interface HttpTarget {
  readonly kind: 'http'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
}

/** The settings, or why there are none: a mistake in one entry costs only that server. */
export type ReadServer =
  | { readonly settings: ServerSettings }
  | { readonly name: string; readonly problem: string }

export function readServers({ servers }: McpOptions): readonly ReadServer[] {
  return Object.entries(servers ?? {})
    .filter(([, config]) => config?.enabled !== false)
    .map(([name, config]) => readServer(name, config ?? {}))
}

/** Configured patterns that let nothing through: mostly a typing mistake. */
export function unmatched(
  patterns: readonly string[],
  tools: readonly { name: string }[],
): string[] {
  return patterns.filter((pattern) => !tools.some(({ name }) => isAllowed(name, [pattern])))
}

function readServer(name: string, config: McpServerConfig): ReadServer {
  const { command = '', url = '', env = {}, headers = {} } = config
  if (command !== '' && url !== '') {
    return { name, problem: 'both command and url are configured; keep one of them' }
  }
  if (command === '' && url === '') {
    return { name, problem: 'neither command nor url is configured' }
  }
  const shared = {
    name,
    patterns: config.tools ?? [],
    callTimeoutMs: config.callTimeoutMs ?? config.timeoutMs ?? 60_000,
    startTimeoutMs: config.startTimeoutMs ?? 30_000,
    secrets: secretsOf([...Object.values(env), ...Object.values(headers), ...urlSecrets(url)]),
  }
  if (command !== '') {
    const { args = [], cwd } = config
    const target = { kind: 'stdio' as const, command, args, env, ...(cwd !== undefined && { cwd }) }
    return { settings: { ...shared, target } }
  }
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    return { name, problem: 'url is not an http or https address' }
  }
  return { settings: { ...shared, target: { kind: 'http', url: parsed, headers } } }
}

function urlSecrets(url: string): readonly string[] {
  if (!URL.canParse(url)) return []
  const { password, searchParams } = new URL(url)
  return [password, ...searchParams.values()]
}

/** "Bearer abc": the token alone is a secret too. Short values would only garble the text. */
function secretsOf(values: readonly string[]): readonly string[] {
  return values
    .flatMap((value) => [value, ...value.split(/\s+/)])
    .filter((value) => value.length >= 6)
    .sort((a, b) => b.length - a.length)
}
