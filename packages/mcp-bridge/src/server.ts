import {
  ToolError,
  type JsonValue,
  type ProviderHost,
  type ToolContext,
} from '@autobot/core/provider'
import type { CallToolResult } from '@modelcontextprotocol/client'
import type { McpAuthorizer } from './auth/config.ts'
import { abortable } from './abortable.ts'
import { callTool, notRunning, staleSession } from './call.ts'
import { connect, type Memory } from './connect.ts'
import type { Connection } from './connection.ts'
import { createLife, type ServerState } from './life.ts'
import type { McpInteraction } from './interaction.ts'
import { serverOffer, type ServerOffer } from './offer.ts'
import { outputMismatch } from './output-check.ts'
import { queue } from './queue.ts'
import { serverRecords } from './records.ts'
import { redact } from './redact.ts'
import type { RemoteTool } from './remote-tool.ts'
import type { ServerSettings } from './settings.ts'
import type { StdoutNoise } from './stdio-transport.ts'
import type { McpStore } from './store.ts'

export interface Server {
  readonly name: string
  readonly settings: ServerSettings
  readonly offer: ServerOffer
  state(): ServerState
  /** Why it is not ready, for people. */
  problem(): string | undefined
  /** The page that a person has to see before it can be ready. */
  authorizationUrl(): string | undefined
  /** Takes the address that the browser was sent to, and connects. */
  authorize(answer: string): Promise<void>
  /** What it wrote to its output that is no message. */
  noise(): StdoutNoise
  /** What was wrong with its list of tools. */
  listProblems(): readonly string[]
  /** Its own words on how to use it; do not trust them. */
  instructions(): string | undefined
  /** What it offered before; resolves when that is known. */
  recalled(): Promise<boolean>
  /** Connects unless it is connected or has just failed; never rejects. */
  ensure(): Promise<void>
  /** Reads the list again when the server said that it changed. */
  refresh(): Promise<void>
  /** The connection, made if need be. */
  connection(signal?: AbortSignal): Promise<Connection>
  call(tool: string, input: JsonValue, context: ToolContext): Promise<CallToolResult>
  /** How the structured content of a result differs from what the tool announced. */
  check(tool: RemoteTool, structured: unknown): Promise<string | undefined>
  /** Tools whose results were not as announced, and how. */
  mismatches(): ReadonlyMap<string, string>
  stop(): Promise<void>
}

export interface ServerOptions {
  readonly settings: ServerSettings
  readonly host: ProviderHost
  readonly interaction: McpInteraction
  readonly store: McpStore
  readonly authorizer: McpAuthorizer | undefined
  /** Bounds how many start at once. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
}

const dayMs = 86_400_000

/** The life of one server: started in the background, started again when it is needed. */
export function createServer(options: ServerOptions): Server {
  const { settings, host, interaction, store, authorizer } = options
  const { name, secrets } = settings
  const memory: Memory = { legacy: false }
  const offer = serverOffer(settings, serverRecords(store, settings))
  const inLine = queue(settings.maxConcurrency)
  const mismatches = new Map<string, string>()
  let listProblems: readonly string[] = []
  let instructions: string | undefined
  let listIsStale = false

  const safe = (text: string): string => redact(text, secrets)
  const log = (level: 'debug' | 'info' | 'warn', text: string): void =>
    host.log(level, safe(`[${name}] ${text}`))

  const list = async (from: Connection): Promise<void> => {
    listIsStale = false
    const found = await from.listTools()
    listProblems = found.problems
    const changed = await offer.accept(found.tools, memory.legacy, host.now())
    if (changed) interaction.onEvent?.({ type: 'tools_changed', server: name })
  }

  const recalling = offer.recall().then((manifest) => {
    const isFresh = manifest !== undefined && host.now() - manifest.at < dayMs
    if (isFresh && manifest.legacy) memory.legacy = true
    return manifest !== undefined
  })

  const life = createLife({
    settings,
    now: () => host.now(),
    inTurn: options.inTurn,
    log: (level, text) => log(level, text),
    onState: () => interaction.onEvent?.({ type: 'state', server: name, state: life.state() }),
    async open(clock, onClosed) {
      await recalling
      const opened = await connect({
        ...{ settings, host, interaction, store, authorizer, memory, onClosed },
        signal: clock.signal,
        unhurried: clock.unhurried,
        onErrorLine: (line) => log('debug', `stderr: ${line}`),
        onToolsChanged: () => void (listIsStale = true),
      })
      try {
        await abortable(list(opened), clock.signal())
      } catch (error) {
        const epitaph = opened.epitaph()
        await opened.close()
        throw Object.assign(error as Error, { epitaph })
      }
      instructions = opened.client.getInstructions()
      log('info', `MCP server started, ${offer.all().length} tools`)
      return opened
    },
  })

  const connection = async (signal?: AbortSignal): Promise<Connection> => {
    await (signal === undefined ? life.ensure() : abortable(life.ensure(), signal))
    const current = life.connection()
    if (current === undefined) throw new ToolError(notRunning(name))
    return current
  }

  const once = async (tool: string, input: JsonValue, context: ToolContext) => {
    const request = {
      ...{ server: name, tool, input, context, elicit: interaction.elicit },
      timeoutMs: settings.callTimeoutMs,
      totalMs: settings.maxCallMs,
      onNeeded: life.needs,
      traceContext: interaction.traceContext,
    }
    const current = await connection(context.signal)
    const first = await callTool(current, request)
    if (first !== staleSession) return first
    await abortable(life.renew(current), context.signal)
    const second = await callTool(await connection(context.signal), request)
    if (second === staleSession) throw new ToolError(notRunning(name))
    return second
  }

  /** The server has promised that a second time does no harm, and we believe it. */
  const isRepeatable = (tool: string): boolean => {
    const hints = offer.all().find((each) => each.name === tool)?.annotations
    return (
      settings.trusted && (hints?.['readOnlyHint'] === true || hints?.['idempotentHint'] === true)
    )
  }

  return {
    name,
    settings,
    offer,
    state: life.state,
    problem: () => (life.problem() === undefined ? undefined : safe(life.problem() as string)),
    authorizationUrl: () => life.needed()?.url,
    async authorize(answer) {
      const needed = life.needed()
      if (needed === undefined) throw new Error(`MCP server '${name}' needs no authorization`)
      await needed.finish(answer)
      await life.again()
    },
    noise() {
      const { lines, first } = life.connection()?.noise() ?? { lines: 0, first: [] }
      return { lines, first: first.map(safe) }
    },
    listProblems: () => listProblems,
    instructions: () => instructions,
    recalled: () => recalling,
    ensure: life.ensure,
    async refresh() {
      const current = life.connection()
      if (!listIsStale || current === undefined) return
      await list(current).catch(() => log('warn', 'the changed list of tools could not be read'))
    },
    connection,
    async call(tool, input, context) {
      const refusal = offer.refusal(tool)
      if (refusal !== undefined) throw new ToolError(refusal)
      try {
        return await inLine(async () => {
          try {
            return await once(tool, input, context)
          } catch (error) {
            const isGone = life.connection() === undefined && !context.signal.aborted
            if (!isGone || !isRepeatable(tool)) throw error
            return once(tool, input, context)
          }
        })
      } catch (error) {
        if (ToolError.is(error)) throw new ToolError(safe(error.message))
        throw error
      }
    },
    async check({ name: tool, announced }, structured) {
      if (announced === undefined) return undefined
      const found = await outputMismatch(announced, structured as JsonValue | undefined)
      if (found === undefined) mismatches.delete(tool)
      else mismatches.set(tool, found)
      return found
    },
    mismatches: () => mismatches,
    stop: life.stop,
  }
}
