import type { ProviderHost } from '@autobot/core/provider'
import type { CallToolResult, Progress, Transport } from '@modelcontextprotocol/client'
import { serverEnvironment } from './environment.ts'
import type { RemoteTool } from './remote-tool.ts'
import type { HttpTarget, ServerSettings } from './settings.ts'
import { createStdioTransport } from './stdio-transport.ts'
import { tolerantClient } from './tolerant-client.ts'

/** What is known of a server from earlier connections. */
export interface Memory {
  /** It ended when it was asked for the newer protocol: it is not asked again. */
  legacy: boolean
}

export interface Connection {
  listTools(): Promise<{
    readonly tools: readonly RemoteTool[]
    readonly problems: readonly string[]
  }>
  callTool(
    name: string,
    input: Record<string, unknown>,
    options: CallOptions,
  ): Promise<CallToolResult>
  /** For a local process: how it ended and what it said last; not redacted. */
  epitaph(): string
  isOpen(): boolean
  close(): Promise<void>
}

export interface CallOptions {
  readonly signal: AbortSignal
  readonly timeoutMs: number
  readonly totalMs: number
  readonly onProgress: (progress: Progress) => void
}

export interface ConnectOptions {
  readonly settings: ServerSettings
  readonly host: ProviderHost
  readonly memory: Memory
  /** Aborted when the time of the start is up, or when the server is stopped. */
  readonly signal: AbortSignal
  readonly onErrorLine: (line: string) => void
  readonly onToolsChanged: () => void
  readonly onClosed: () => void
}

interface Attempt {
  readonly make: (sdk: Sdk) => Transport
  readonly legacy: boolean
  /** Whether the next attempt is worth trying. */
  readonly next?: (error: unknown) => boolean
}
type Sdk = typeof import('@modelcontextprotocol/client')

/** Tries the ways in which the server may be reached, best first; leaves nothing running. */
export async function connect(options: ConnectOptions): Promise<Connection> {
  // Heavy, so it is loaded with the first server and not with the package.
  const sdk = await import('@modelcontextprotocol/client')
  const attempts =
    options.settings.target.kind === 'stdio' ? stdioAttempts(options) : httpAttempts(options)
  for (const attempt of attempts) {
    try {
      return await open(sdk, attempt, options)
    } catch (error) {
      options.signal.throwIfAborted()
      if (attempt.next?.(error) !== true) throw error
    }
  }
  throw new Error('the server could not be reached')
}

function stdioAttempts({ settings, host, memory, onErrorLine }: ConnectOptions): Attempt[] {
  const make = (): Transport => {
    const { target } = settings
    if (target.kind !== 'stdio') throw new Error('not a local server')
    const { command, args, cwd } = target
    const env = serverEnvironment(target.env, (name) => host.secret(name), process.platform)
    const folder = cwd === undefined ? {} : { cwd }
    const options = { command, args, env, ...folder, onStderr: onErrorLine }
    // The SDK tells a local process from HTTP by the fields `pid` and `stderr`.
    return Object.assign(createStdioTransport(options), { stderr: null })
  }
  const next = (error: unknown): boolean =>
    (memory.legacy = codeOf(error) === 'ERA_NEGOTIATION_FAILED')
  const legacy: Attempt = { make, legacy: true }
  return memory.legacy ? [legacy] : [{ make, legacy: false, next }, legacy]
}

function httpAttempts({ settings, host }: ConnectOptions): Attempt[] {
  const { url, headers } = settings.target as HttpTarget
  const options = { requestInit: { headers: { ...headers } }, fetch: host.fetch }
  const sse: Attempt = { make: (sdk) => new sdk.SSEClientTransport(url, options), legacy: true }
  const make = (sdk: Sdk): Transport =>
    new sdk.StreamableHTTPClientTransport(url, options) as unknown as Transport
  return [
    { make, legacy: false, next: (error) => [400, 404, 405].includes(statusOf(error) ?? 0) },
    sse,
  ]
}

async function open(sdk: Sdk, attempt: Attempt, options: ConnectOptions): Promise<Connection> {
  const { settings, signal, onClosed, onToolsChanged } = options
  signal.throwIfAborted()
  const transport = attempt.make(sdk)
  const timeout = settings.startTimeoutMs
  const client = tolerantClient(sdk.Client, 'autobot', {
    capabilities: {},
    // A silent server is met in the older protocol on the same pipe.
    versionNegotiation: { mode: 'auto', probe: { timeoutMs: Math.min(10_000, timeout / 3) } },
    listChanged: { tools: { autoRefresh: false, debounceMs: 300, onChanged: onToolsChanged } },
  })
  let isOpen = false
  client.onclose = () => {
    if (isOpen) onClosed()
    isOpen = false
  }
  const close = async (): Promise<void> => {
    isOpen = false
    await endSession(transport)
    await Promise.allSettled([client.close(), transport.close()])
  }
  const onAbort = (): void => void transport.close().catch(() => undefined)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    const prior = attempt.legacy ? { prior: { kind: 'legacy' as const } } : {}
    await client.connect(transport, { timeout, signal, ...prior })
    signal.throwIfAborted()
    isOpen = true
  } catch (error) {
    await close()
    throw Object.assign(error instanceof Error ? error : new Error(String(error)), {
      epitaph: epitaphOf(transport),
    })
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
  return {
    async listTools() {
      // Asking a server without tools makes the SDK write to the console.
      if (client.getServerCapabilities()?.tools === undefined) return { tools: [], problems: [] }
      const { tools } = await client.listTools(undefined, { timeout, cacheMode: 'refresh' })
      return { tools: tools as unknown as RemoteTool[], problems: [...client.listProblems] }
    },
    callTool: (name, input, { signal: abort, timeoutMs, totalMs, onProgress }) =>
      client.callTool(
        { name, arguments: input },
        {
          signal: abort,
          timeout: timeoutMs,
          // Without onprogress the server is not asked for progress and the reset never happens.
          onprogress: onProgress,
          resetTimeoutOnProgress: true,
          maxTotalTimeout: totalMs,
        },
      ),
    epitaph: () => epitaphOf(transport),
    isOpen: () => isOpen,
    close,
  }
}

function epitaphOf(transport: Transport): string {
  return 'epitaph' in transport ? (transport.epitaph as () => string)() : ''
}

/** Servers that keep one session refuse the next one until this one is ended. */
async function endSession(transport: Transport): Promise<void> {
  if (transport.sessionId === undefined || !('terminateSession' in transport)) return
  const end = transport.terminateSession as () => Promise<void>
  const late = new Promise<void>((resolve) => setTimeout(resolve, 2000).unref())
  await Promise.race([end.call(transport).catch(() => undefined), late])
}

/** The SDK's own word for what went wrong, or the platform's. */
export function codeOf(error: unknown): string | number | undefined {
  return (error as { code?: string | number } | null)?.code
}

export function statusOf(error: unknown): number | undefined {
  const { status, code } = (error ?? {}) as { status?: unknown; code?: unknown }
  return [status, code].find((value): value is number => typeof value === 'number' && value >= 100)
}
