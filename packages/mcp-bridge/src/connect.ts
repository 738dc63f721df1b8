import type { ProviderHost } from '@autobot/core/provider'
import type { Transport } from '@modelcontextprotocol/client'
import { createAuthorization, type Authorization } from './auth/authorization.ts'
import type { McpAuthorizer } from './auth/config.ts'
import { guardedFetch } from './auth/guarded-fetch.ts'
import { agree, open, type Connection, type Sdk } from './connection.ts'
import { serverEnvironment } from './environment.ts'
import type { McpInteraction } from './interaction.ts'
import { codeOf, statusOf } from './sdk-error.ts'
import type { HttpTarget, ServerSettings } from './settings.ts'
import { createStdioTransport } from './stdio-transport.ts'
import type { McpStore } from './store.ts'

/** What is known of a server from earlier connections. */
export interface Memory {
  /** It ended when it was asked for the newer protocol: it is not asked again. */
  legacy: boolean
  authorization?: Authorization
}

export interface ConnectOptions {
  readonly settings: ServerSettings
  readonly host: ProviderHost
  readonly interaction: McpInteraction
  readonly store: McpStore
  readonly authorizer?: McpAuthorizer | undefined
  readonly memory: Memory
  /** Aborted when the time of the start is up, or when the server is stopped. */
  readonly signal: () => AbortSignal
  /** People are slower than servers: the time of the start does not run meanwhile. */
  readonly unhurried: <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>
  readonly onErrorLine: (line: string) => void
  readonly onToolsChanged: () => void
  readonly onClosed: () => void
}

interface Attempt {
  readonly make: (sdk: Sdk) => Transport
  readonly legacy: boolean
  /** Whether it is worth trying after this error of the one before. */
  readonly after?: (error: unknown) => boolean
}

/** Tries the ways in which the server may be reached, best first; leaves nothing running. */
export async function connect(options: ConnectOptions): Promise<Connection> {
  // Heavy, so it is loaded with the first server and not with the package.
  const sdk = await import('@modelcontextprotocol/client')
  const { target } = options.settings
  const authorization = target.kind === 'http' ? authorizationOf(options, target, sdk) : undefined
  const attempts =
    target.kind === 'stdio' ? stdioAttempts(options) : httpAttempts(options, target, authorization)
  let last: unknown = new Error('the server could not be reached')
  for (const [index, attempt] of attempts.entries()) {
    if (index > 0 && attempt.after?.(last) !== true) continue
    try {
      return await openOrAsk(sdk, attempt, options, authorization)
    } catch (error) {
      options.signal().throwIfAborted()
      last = error
    }
  }
  throw last
}

async function openOrAsk(
  sdk: Sdk,
  { make, legacy }: Attempt,
  options: ConnectOptions,
  authorization: Authorization | undefined,
): Promise<Connection> {
  const { settings, interaction, onToolsChanged, onClosed } = options
  const shared = { sdk, settings, interaction, authorization, onToolsChanged, onClosed, legacy }
  const transport = make(sdk)
  try {
    return await open({ ...shared, transport, signal: options.signal() })
  } catch (error) {
    if (authorization?.pageUrl() === undefined) throw error
    const asked = { sdk, transport, authorization }
    if (!(await options.unhurried((abort) => agree(asked, error, abort)))) throw error
    return open({ ...shared, transport: make(sdk), signal: options.signal() })
  }
}

function authorizationOf(
  { settings, host, store, memory, authorizer }: ConnectOptions,
  { url, headers, auth }: HttpTarget,
  sdk: Sdk,
): Authorization | undefined {
  if (auth === 'none') return undefined
  const server = settings.name
  return (memory.authorization ??= createAuthorization({
    ...{ sdk, server, url, headers, host, store, authorizer },
    config: auth,
  }))
}

function stdioAttempts({ settings, host, memory, onErrorLine }: ConnectOptions): Attempt[] {
  const make = (): Transport => {
    const { target } = settings
    if (target.kind !== 'stdio') throw new Error('not a local server')
    const { command, args, cwd } = target
    const env = serverEnvironment(target.env, (name) => host.secret(name), process.platform)
    const folder = cwd === undefined ? {} : { cwd }
    const { maxMessageBytes } = settings
    const options = { command, args, env, ...folder, onStderr: onErrorLine, maxMessageBytes }
    // The SDK tells a local process from HTTP by the fields `pid` and `stderr`.
    return Object.assign(createStdioTransport(options), { stderr: null })
  }
  const after = (error: unknown): boolean =>
    (memory.legacy = codeOf(error) === 'ERA_NEGOTIATION_FAILED')
  const legacy: Attempt = { make, legacy: true, after }
  const isLegacy = memory.legacy || settings.protocol === 'legacy'
  return isLegacy ? [legacy] : [{ make, legacy: false }, legacy]
}

function httpAttempts(
  { settings, host }: ConnectOptions,
  { url, headers, transport }: HttpTarget,
  authorization: Authorization | undefined,
): Attempt[] {
  const options = {
    fetch: authorization?.fetch ?? guardedFetch(host.fetch, url, headers),
    ...(authorization !== undefined && { authProvider: authorization.provider }),
  }
  const make = (sdk: Sdk): Transport =>
    new sdk.StreamableHTTPClientTransport(url, options) as unknown as Transport
  const sse: Attempt = {
    make: (sdk) => new sdk.SSEClientTransport(url, options),
    legacy: true,
    after: (error) => [400, 404, 405].includes(statusOf(error) ?? 0),
  }
  const legacy: Attempt = { make, legacy: true, after: isUndecided }
  const newest: Attempt[] = settings.protocol === 'legacy' ? [] : [{ make, legacy: false }]
  if (transport === 'http') return [...newest, legacy]
  return transport === 'sse' ? [sse] : [...newest, legacy, sse]
}

/** It hung or broke over the question for the newer protocol: it may still know the older one. */
function isUndecided(error: unknown): boolean {
  const isSilent = ['REQUEST_TIMEOUT', 'ERA_NEGOTIATION_FAILED'].includes(String(codeOf(error)))
  return isSilent || (statusOf(error) ?? 0) >= 500
}
