import type { CallToolResult, Progress, Transport } from '@modelcontextprotocol/client'
import type { Authorization } from './auth/authorization.ts'
import { AuthorizationNeeded } from './auth/needed.ts'
import { clientFeatures, listEvents } from './client-features.ts'
import type { McpInteraction } from './interaction.ts'
import type { RemoteTool } from './remote-tool.ts'
import type { ServerSettings } from './settings.ts'
import type { StdoutNoise } from './stdio-transport.ts'
import { tolerantClient, type TolerantClient } from './tolerant-client.ts'

export type Sdk = typeof import('@modelcontextprotocol/client')

export interface Connection {
  readonly client: TolerantClient
  listTools(): Promise<{
    readonly tools: readonly RemoteTool[]
    readonly problems: readonly string[]
  }>
  callTool(
    name: string,
    input: Record<string, unknown>,
    options: CallOptions,
  ): Promise<CallToolResult>
  /** After an error: asks a person to agree, if that is what it was about. */
  authorize(error: unknown, signal: AbortSignal): Promise<boolean>
  waitsForPerson(): boolean
  /** For a local process: how it ended and what it said last; not redacted. */
  epitaph(): string
  /** For a local process: what of its output was no message; not redacted. */
  noise(): StdoutNoise
  isOpen(): boolean
  close(): Promise<void>
}

export interface CallOptions {
  readonly signal: AbortSignal
  readonly totalMs: number
  readonly meta: Readonly<Record<string, string>> | undefined
  readonly onProgress: (progress: Progress) => void
}

export interface OpenOptions {
  readonly sdk: Sdk
  readonly transport: Transport
  readonly legacy: boolean
  readonly settings: ServerSettings
  readonly interaction: McpInteraction
  readonly authorization: Authorization | undefined
  readonly signal: AbortSignal
  readonly onToolsChanged: () => void
  readonly onClosed: () => void
}

/** One handshake over one transport; leaves nothing behind when it fails. */
export async function open(options: OpenOptions): Promise<Connection> {
  const { sdk, transport, settings, interaction, signal } = options
  signal.throwIfAborted()
  const timeout = settings.startTimeoutMs
  const { name } = settings
  const features = clientFeatures(name, interaction)
  const client = tolerantClient(sdk.Client, 'autobot', {
    capabilities: features.capabilities,
    // A silent server is met in the older protocol on the same pipe.
    versionNegotiation: { mode: 'auto', probe: { timeoutMs: Math.min(10_000, timeout / 3) } },
    listChanged: {
      tools: { autoRefresh: false, debounceMs: 300, onChanged: options.onToolsChanged },
      ...listEvents(name, interaction.onEvent),
    },
  })
  features.attach(client)
  let isOpen = false
  client.onclose = () => {
    if (isOpen) options.onClosed()
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
    const prior = options.legacy ? { prior: { kind: 'legacy' as const } } : {}
    await client.connect(transport, { timeout, signal, ...prior })
    signal.throwIfAborted()
    isOpen = true
  } catch (error) {
    // Before it is closed: how it ended then would be our doing.
    const epitaph = epitaphOf(transport)
    await close()
    throw Object.assign(error instanceof Error ? error : new Error(String(error)), { epitaph })
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
  return {
    client,
    async listTools() {
      // Asking a server without tools makes the SDK write to the console.
      if (client.getServerCapabilities()?.tools === undefined) return { tools: [], problems: [] }
      const late = setTimeout(() => client.endList(), timeout / 2)
      const listed = client.listTools(undefined, { timeout, cacheMode: 'refresh' })
      const { tools } = await listed.finally(() => clearTimeout(late))
      return { tools: tools as unknown as RemoteTool[], problems: [...client.listProblems] }
    },
    callTool: (tool, input, { signal: abort, totalMs, onProgress, meta }) =>
      client.callTool(
        { name: tool, arguments: input, ...(meta !== undefined && { _meta: meta }) },
        // The limits are the caller's; without onprogress the server would report none.
        { signal: abort, timeout: totalMs + 1000, onprogress: onProgress },
      ),
    waitsForPerson: features.waitsForPerson,
    authorize: (error, abort) => agree(options, error, abort),
    epitaph: () => epitaphOf(transport),
    noise: () =>
      'noise' in transport ? (transport.noise as () => StdoutNoise)() : { lines: 0, first: [] },
    isOpen: () => isOpen,
    close,
  }
}

/** True when a person has just agreed, so that it is worth trying again. */
export async function agree(
  { sdk, transport, authorization }: Pick<OpenOptions, 'sdk' | 'transport' | 'authorization'>,
  error: unknown,
  signal: AbortSignal,
): Promise<boolean> {
  const page = authorization?.pageUrl()
  if (!sdk.UnauthorizedError.isInstance(error) || authorization === undefined) return false
  if (page === undefined) return false
  // The SDK checks who sent the answer, and fetches the tokens.
  const { finishAuth } = transport as { finishAuth?: (params: URLSearchParams) => Promise<void> }
  const redeem = async (params: URLSearchParams): Promise<void> =>
    finishAuth?.call(transport, params)
  if (!authorization.canAsk) {
    throw new AuthorizationNeeded(page, (answer) => authorization.finish(answer, redeem))
  }
  await authorization.agree(redeem, signal)
  return true
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
