import type { McpAuth } from './auth/config.ts'
import { isLoopback } from './auth/address.ts'
import { readEntry } from './files/entry.ts'
import { isAllowed, type McpOptions, type McpServerConfig } from './config.ts'

/** A configured server with its defaults filled in. */
export interface ServerSettings {
  readonly name: string
  readonly target: StdioTarget | HttpTarget
  readonly patterns: readonly string[]
  readonly deny: readonly string[]
  readonly needsApproval: readonly string[]
  readonly trusted: boolean
  readonly pins: 'off' | 'warn' | 'block'
  readonly protocol: 'auto' | 'legacy'
  readonly lazy: boolean
  readonly restarts: boolean
  readonly callTimeoutMs: number
  readonly maxCallMs: number
  readonly maxConcurrency: number
  readonly maxMessageBytes: number
  readonly startTimeoutMs: number
  /** Values that must not appear in any message. */
  readonly secrets: readonly string[]
  /** Those of them that are credentials by their names: they do not go to a model either. */
  readonly credentials: readonly string[]
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
  readonly transport: 'auto' | 'http' | 'sse'
  readonly auth: McpAuth | 'none'
}

/** The settings, or why there are none: a mistake in one entry costs only that server. */
export type ReadServer =
  | { readonly settings: ServerSettings; readonly warnings: readonly string[] }
  | { readonly name: string; readonly problem: string }
  | { readonly name: string; readonly disabled: true }

export function readServers({ servers }: Pick<McpOptions, 'servers'>): readonly ReadServer[] {
  return Object.entries(servers ?? {}).map(([name, config]) =>
    config?.enabled === false ? { name, disabled: true } : readServer(name, config ?? {}),
  )
}

/** Configured patterns that let nothing through: mostly a typing mistake. */
export function unmatched(
  patterns: readonly string[],
  tools: readonly { name: string }[],
): string[] {
  return patterns.filter((pattern) => !tools.some(({ name }) => isAllowed(name, [pattern])))
}

const isCredential = /key|token|secret|passw|credential|authorization|cookie/i

function readServer(name: string, given: McpServerConfig): ReadServer {
  const warnings: string[] = []
  const warn = (text: string): void => void warnings.push(text)
  // It may come from a file of the user's, whatever its type says.
  const { config = {}, problem } = readEntry(given as Record<string, unknown>, warn, {
    isOwn: true,
  })
  if (problem !== undefined) return { name, problem }
  if (config.enabled === false) return { name, disabled: true }
  const target = readTarget(config)
  if (typeof target === 'string') return { name, problem: target }
  const { env = {}, headers = {}, url = '', auth } = config
  const { clientSecret, privateKey } = typeof auth === 'object' ? auth : {}
  return {
    warnings,
    settings: {
      name,
      target,
      patterns: config.tools ?? [],
      deny: config.deny ?? [],
      needsApproval: config.needsApproval ?? [],
      trusted: config.trusted ?? false,
      pins: config.pins ?? 'block',
      protocol: config.protocol ?? 'auto',
      lazy: config.start === 'on_demand',
      restarts: config.restart !== 'never',
      callTimeoutMs: config.callTimeoutMs ?? config.timeoutMs ?? 60_000,
      maxCallMs: config.maxCallMs ?? 600_000,
      maxConcurrency: config.maxConcurrency ?? Infinity,
      maxMessageBytes: config.maxMessageBytes ?? 64 * 1024 * 1024,
      startTimeoutMs: config.startTimeoutMs ?? 30_000,
      secrets: secretsOf([
        ...Object.values(env),
        ...Object.values(headers),
        ...urlSecrets(url),
        clientSecret ?? '',
        privateKey ?? '',
      ]),
      credentials: secretsOf([
        ...Object.entries(env).flatMap(([key, value]) => (isCredential.test(key) ? [value] : [])),
        ...Object.entries(headers).flatMap(([key, value]) =>
          isCredential.test(key) ? [value] : [],
        ),
        clientSecret ?? '',
        privateKey ?? '',
      ]).filter((value) => value.length >= 8),
    },
  }
}

function readTarget(config: McpServerConfig): StdioTarget | HttpTarget | string {
  const { type, command = '', url = '', env = {}, headers = {} } = config
  if (command !== '' && url !== '') {
    return 'both command and url are configured; keep one of them'
  }
  if (command === '' && url === '') return 'neither command nor url is configured'
  if (command !== '') {
    if (type !== undefined && type !== 'stdio') return `type ${type} needs a url, not a command`
    const { args = [], cwd } = config
    return { kind: 'stdio', command, args, env, ...(cwd !== undefined && { cwd }) }
  }
  if (type === 'stdio') return 'type stdio needs a command, not a url'
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    return 'url is not an http or https address'
  }
  const isOpen = parsed.protocol === 'http:' && !isLoopback(parsed)
  if (isOpen && config.allowInsecureHttp !== true) {
    return 'url is http: anyone on the way can read and change it; use https, or set allowInsecureHttp'
  }
  const hasOwn = Object.keys(headers).some((key) => /^authorization$/i.test(key))
  const auth = config.auth ?? (hasOwn ? 'none' : {})
  return { kind: 'http', url: parsed, headers, transport: type ?? 'auto', auth }
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
