import type { McpAuth } from '../auth/config.ts'
import type { McpServerConfig } from '../config.ts'

type Entry = Readonly<Record<string, unknown>>
type Writable = { -readonly [K in keyof McpServerConfig]: McpServerConfig[K] }

export interface ReadEntry {
  /** Undefined: the entry cannot be used at all, and `problem` says why. */
  readonly config?: McpServerConfig
  readonly problem?: string
  readonly envFile?: string
}

/** What other programs call our fields. */
const aliases: Readonly<Record<string, keyof McpServerConfig>> = {
  httpUrl: 'url',
  serverUrl: 'url',
  environment: 'env',
  http_headers: 'headers',
  includeTools: 'tools',
  allowedTools: 'tools',
  enabled_tools: 'tools',
  excludeTools: 'deny',
  disabledTools: 'deny',
  disabled_tools: 'deny',
  timeout: 'timeoutMs',
}

const types: Readonly<Record<string, McpServerConfig['type']>> = {
  stdio: 'stdio',
  local: 'stdio',
  http: 'http',
  'streamable-http': 'http',
  streamableHttp: 'http',
  sse: 'sse',
}

const seconds: Readonly<Record<string, keyof McpServerConfig>> = {
  startup_timeout_sec: 'startTimeoutMs',
  tool_timeout_sec: 'callTimeoutMs',
}

const shapes: Readonly<Record<string, (value: unknown) => boolean>> = {
  command: isText,
  args: (value) => Array.isArray(value) && value.every(isTextLike),
  env: isTextMap,
  cwd: isText,
  url: isText,
  headers: isTextMap,
  tools: isTexts,
  deny: isTexts,
  needsApproval: isTexts,
  timeoutMs: isTime,
  startTimeoutMs: isTime,
  callTimeoutMs: isTime,
  maxCallMs: isTime,
  maxConcurrency: isTime,
  enabled: (value) => typeof value === 'boolean',
  allowInsecureHttp: (value) => typeof value === 'boolean',
  restart: (value) => value === 'never' || value === 'on_demand',
  start: (value) => value === 'eager' || value === 'on_demand',
  protocol: (value) => value === 'auto' || value === 'legacy',
  maxMessageBytes: isTime,
}

/** A file must not decide how far its own servers are trusted. */
const ours = new Set(['alwaysAllow', 'autoApprove', 'trust', 'trusted', 'pins', 'alwaysLoad'])
/** What the user's own configuration may say beyond what a file may. */
const ownShapes: typeof shapes = {
  trusted: (value) => typeof value === 'boolean',
  pins: (value) => value === 'off' || value === 'warn' || value === 'block',
  auth: (value) => value === 'none' || (typeof value === 'object' && value !== null),
  source: isText,
}
/** With one of these missing or wrong, something else would be started than was meant. */
const essential = new Set(['command', 'args', 'env', 'cwd', 'url', 'headers'])
const harmless = new Set(['description', 'name', 'note', 'gallery', 'version', 'dev', 'icon'])

/** One entry of a file, in our words; or one of the user's own configuration. */
export function readEntry(
  entry: Entry,
  warn: (text: string) => void,
  { isOwn = false }: { readonly isOwn?: boolean } = {},
): ReadEntry {
  const config: Writable = {}
  let problem: string | undefined
  let envFile: string | undefined
  for (const [key, given] of Object.entries(entry)) {
    if (given === null || given === undefined || harmless.has(key)) continue
    const name = Object.hasOwn(aliases, key) ? (aliases[key] as string) : key
    const inSeconds = Object.hasOwn(seconds, key) ? seconds[key] : undefined
    if (isOwn && ownShapes[name]?.(given) === true) Object.assign(config, { [name]: given })
    else if (key === 'type' || key === 'transport') {
      // "remote" says no more than the address does.
      const type = isText(given) && Object.hasOwn(types, given) ? types[given] : undefined
      if (type !== undefined) config.type = type
      else if (given !== 'remote') warn(`the type ${JSON.stringify(given)} is not known`)
    } else if (key === 'command' && isTexts(given)) {
      const [command = '', ...args] = given as readonly string[]
      config.command = command
      config.args = [...args, ...(config.args ?? [])]
    } else if (key === 'disabled') config.enabled = given !== true
    else if (key === 'envFile' && isText(given)) envFile = given
    else if (key === 'auth' || key === 'oauth') readAuth(given, config)
    else if (key === 'bearer_token_env_var' && isText(given)) {
      config.headers = { ...config.headers, Authorization: `Bearer \${${given}}` }
    } else if (inSeconds !== undefined && isTime(given)) {
      Object.assign(config, { [inSeconds]: (given as number) * 1000 })
    } else if (ours.has(key)) warn(`${key} is left out: what is trusted is not the file's to say`)
    else if (!Object.hasOwn(shapes, name)) warn(`${key} is not known`)
    else if (shapes[name]?.(given) === true) Object.assign(config, { [name]: toTexts(name, given) })
    else if (essential.has(name)) problem ??= `${key} has a value that cannot be used`
    else warn(`${key} has a value that cannot be used`)
    if (key === 'httpUrl') config.type = 'http'
  }
  if (problem !== undefined) return { problem }
  if (!isOwn && config.command === undefined && config.url === undefined) {
    return { problem: 'it has neither command nor url' }
  }
  return { config, ...(envFile !== undefined && { envFile }) }
}

function readAuth(given: unknown, config: Writable): void {
  if (given === 'none') config.auth = 'none'
  if (typeof given !== 'object' || given === null) return
  const from = given as Entry
  const first = (...keys: readonly string[]): string | undefined =>
    keys.map((key) => from[key]).find(isText)
  const clientId = first('clientId', 'client_id', 'CLIENT_ID')
  const clientSecret = first('clientSecret', 'client_secret', 'CLIENT_SECRET')
  const scopes = isTexts(from['scopes']) ? (from['scopes'] as readonly string[]) : undefined
  const auth: McpAuth = {
    ...(clientId !== undefined && { clientId }),
    ...(clientSecret !== undefined && { clientSecret }),
    ...(scopes !== undefined && { scopes }),
  }
  if (Object.keys(auth).length > 0) config.auth = auth
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText)
}

/** Numbers and booleans are meant as text there. */
function isTextLike(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

function isTextMap(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.values(value).every((each) => each === null || isTextLike(each))
}

function toTexts(name: string, value: unknown): unknown {
  if (name === 'args') return (value as unknown[]).map(String)
  if (name !== 'env' && name !== 'headers') return value
  const entries = Object.entries(value as object).filter(([, each]) => each !== null)
  return Object.fromEntries(entries.map(([key, each]) => [key, String(each)]))
}

function isTime(value: unknown): boolean {
  return typeof value === 'number' && value > 0
}
