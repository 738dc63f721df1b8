import {
  ToolError,
  type JsonValue,
  type ProviderHost,
  type ToolContext,
} from '@autobot/core/provider'
import { backoff } from './backoff.ts'
import { callTool, notRunning, staleSession } from './call.ts'
import { connect, type Connection, type Memory } from './connect.ts'
import type { McpResult } from './content.ts'
import { redact } from './redact.ts'
import type { RemoteTool } from './remote-tool.ts'
import type { ServerSettings } from './settings.ts'

export type ServerState = 'idle' | 'connecting' | 'ready' | 'failed' | 'stopped'

export interface Server {
  readonly name: string
  state(): ServerState
  /** What the server offered last; kept while it is away, since it is started again on demand. */
  tools(): readonly RemoteTool[]
  /** Why it is not ready, for people. */
  problem(): string | undefined
  /** What was wrong with its list of tools. */
  listProblems(): readonly string[]
  /** Connects unless it is connected or has just failed; never rejects. */
  ensure(): Promise<void>
  /** Reads the list again when the server said that it changed. */
  refresh(): Promise<void>
  call(tool: string, input: JsonValue, context: ToolContext): Promise<McpResult>
  stop(): Promise<void>
}

export interface ServerOptions {
  readonly settings: ServerSettings
  readonly host: ProviderHost
  /** Bounds how many start at once. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
}

/** The life of one server: started in the background, started again when it is needed. */
export function createServer({ settings, host, inTurn }: ServerOptions): Server {
  const { name, secrets } = settings
  const memory: Memory = { legacy: false }
  const pause = backoff(() => host.now())
  const stopped = new AbortController()
  let state: ServerState = 'idle'
  let connection: Connection | undefined
  let connecting: Promise<void> | undefined
  let problem: string | undefined
  let tools: readonly RemoteTool[] = []
  let listProblems: readonly string[] = []
  let listIsStale = false

  const safe = (text: string): string => redact(text, secrets)
  const log = (level: 'debug' | 'info' | 'warn', text: string): void =>
    host.log(level, safe(`[${name}] ${text}`))

  const list = async (from: Connection): Promise<void> => {
    listIsStale = false
    const found = await from.listTools()
    tools = found.tools
    listProblems = found.problems
  }

  const start = async (): Promise<void> => {
    if (stopped.signal.aborted) return
    const late = new AbortController()
    const time = setTimeout(() => late.abort(), settings.startTimeoutMs)
    const signal = AbortSignal.any([late.signal, stopped.signal])
    let opened: Connection | undefined
    try {
      opened = await connect({
        settings,
        host,
        memory,
        signal,
        onErrorLine: (line) => log('debug', `stderr: ${line}`),
        onToolsChanged: () => void (listIsStale = true),
        onClosed: () => fail(describeEnd(opened?.epitaph())),
      })
      await abortable(list(opened), signal)
      if (!opened.isOpen()) throw new Error(describeEnd(opened.epitaph()))
      connection = opened
      state = 'ready'
      problem = undefined
      pause.worked()
      log('info', `MCP server started, ${tools.length} tools`)
    } catch (error) {
      const epitaph = opened?.epitaph() ?? (error as { epitaph?: string }).epitaph
      await opened?.close()
      fail(late.signal.aborted ? slow(settings.startTimeoutMs) : describe(error, epitaph))
    } finally {
      clearTimeout(time)
    }
  }

  const fail = (reason: string): void => {
    if (state === 'stopped') return
    if (state === 'ready') connection = undefined
    // A connection that closes while it is set up is reported once, by the one who set it up.
    else if (connecting !== undefined && state === 'failed') return
    state = 'failed'
    problem = safe(reason)
    pause.failed()
    log('warn', `MCP server is not running: ${reason}`)
  }

  const ensure = (): Promise<void> => {
    if (connecting !== undefined) return connecting
    if (state === 'ready' || state === 'stopped' || !pause.isOver()) return Promise.resolve()
    state = 'connecting'
    connecting = inTurn(start).finally(() => (connecting = undefined))
    return connecting
  }

  const reconnect = async (old: Connection): Promise<void> => {
    if (connection === old) {
      connection = undefined
      state = 'idle'
      void old.close()
    }
    await ensure()
  }

  return {
    name,
    state: () => state,
    tools: () => tools,
    problem: () => problem,
    listProblems: () => listProblems,
    ensure,
    async refresh() {
      if (!listIsStale || connection === undefined) return
      await list(connection).catch(() => log('warn', 'the changed list of tools could not be read'))
    },
    async call(tool, input, context) {
      await abortable(ensure(), context.signal)
      const request = { server: name, tool, input, context, timeoutMs: settings.callTimeoutMs }
      try {
        const current = connection
        if (current === undefined) throw new ToolError(notRunning(name))
        const first = await callTool(current, request)
        if (first !== staleSession) return first
        await abortable(reconnect(current), context.signal)
        const second = connection && (await callTool(connection, request))
        if (second === undefined || second === staleSession) throw new ToolError(notRunning(name))
        return second
      } catch (error) {
        if (ToolError.is(error)) throw new ToolError(safe(error.message))
        throw error
      }
    },
    async stop() {
      state = 'stopped'
      stopped.abort()
      const current = connection
      connection = undefined
      await Promise.allSettled([connecting, current?.close()])
    },
  }
}

function slow(milliseconds: number): string {
  return `it was not ready within ${milliseconds / 1000} s`
}

function describe(error: unknown, epitaph = ''): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT')
    return 'its command or its cwd was not found. Is it installed and on the PATH?'
  return epitaph === '' ? message : describeEnd(epitaph)
}

function describeEnd(epitaph = ''): string {
  return epitaph === '' ? 'the connection was closed' : `it ended (${epitaph.slice(0, 600)})`
}

function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new ToolError('The call was cancelled.'))
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
