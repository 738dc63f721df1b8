import type { ProviderHost, ToolSource } from '@autobot/core/provider'
import { serverAccess, type McpServerAccess } from './access.ts'
import { bridgeTool } from './bridge-tool.ts'
import type { McpOptions } from './config.ts'
import type { McpFullResult } from './content.ts'
import { conversation, type Conversation } from './conversation.ts'
import { fullResults } from './full-results.ts'
import type { ServerState } from './life.ts'
import { queue } from './queue.ts'
import { createServer, type Server } from './server.ts'
import { readServers } from './settings.ts'
import { memoryStore } from './store.ts'
import { isTooMany, tokensOf } from './tool-budget.ts'
import { readWarnings } from './warnings.ts'

export interface McpServerStatus {
  readonly name: string
  readonly state: ServerState | 'disabled'
  /** Names as models see them. */
  readonly tools: readonly string[]
  /** Why it is not ready. */
  readonly problem?: string
  /** The page that a person has to see; see `authorize`. */
  readonly authorizationUrl?: string
  /** Tokens that the definitions of its tools take, about. */
  readonly tokens?: number
  /** Lines of its output that are no messages; the first three are shown. */
  readonly noise?: { readonly lines: number; readonly first: readonly string[] }
  /** Tools that wait for `approve`, by the server's own names. */
  readonly held?: readonly string[]
}

export interface McpSource extends ToolSource {
  start(): void
  stop(): Promise<void>
  /** Waits until these servers, or all, are decided; whether all of them are ready. */
  ready(names?: readonly string[], timeoutMs?: number): Promise<boolean>
  /** Of each configured server; for status commands. */
  status(): readonly McpServerStatus[]
  /** Resources, prompts and the rest of one server; undefined when it is not configured. */
  server(name: string): McpServerAccess | undefined
  /** What a call answered, where the model saw only a part. The last ones are kept. */
  fullResult(toolCallId: string): McpFullResult | undefined
  /** A server's tools as they are now are approved; they can be used from the next run on. */
  approve(server: string): Promise<void>
  /** Takes the address that the browser was sent to after the `authorizationUrl`. */
  authorize(server: string, answer: string): Promise<void>
  /** Another conversation begins: its list of tools is made anew. */
  renew(): void
}

/** More at once on a small machine makes each of them miss its time. */
const startsAtOnce = 8

/** The tools of all configured servers. `host` is asked for when the source starts. */
export function mcpSource(options: McpOptions, host: () => ProviderHost): McpSource {
  const read = readServers(options)
  const store = options.store ?? memoryStore()
  const full = fullResults()
  let servers: readonly Server[] | undefined
  let talk: Conversation | undefined
  let waited = false

  const start = (): void => {
    if (servers !== undefined) return
    const inTurn = queue(options.startConcurrency ?? startsAtOnce)
    const world = host()
    const shared = { host: world, inTurn, store, interaction: options }
    const { authorizer } = options
    servers = read.flatMap((each) =>
      'settings' in each ? [createServer({ ...shared, authorizer, settings: each.settings })] : [],
    )
    for (const server of servers) void begin(server)
  }

  const current = (): Conversation =>
    (talk ??= conversation({
      isTooMany: isTooMany(options.search),
      make: (name, { server, tool }) =>
        bridgeTool(name, {
          ...{ server, tool, full, now: host().now, onEvent: options.onEvent },
          ...{ results: options.results, stabilise: options.stabilise },
        }),
    }))

  const named = (name: string): Server => {
    start()
    const server = servers?.find((each) => each.name === name)
    if (server === undefined) throw new Error(`There is no MCP server '${name}'.`)
    return server
  }

  return {
    name: 'mcp',
    start,
    async tools({ signal }) {
      start()
      const all = servers ?? []
      const work = all.map(async (server) => {
        const isNew = ['idle', 'connecting'].includes(server.state()) && !waited
        const started = begin(server)
        // Only the first start is waited for: a broken server must not slow down every run.
        if (isNew) {
          const isKnown = await server.recalled()
          await Promise.race([started, elapsed(isKnown ? options.knownWaitMs : undefined)])
        }
        await server.refresh()
      })
      await Promise.race([Promise.all(work), aborted(signal), elapsed(options.waitMs)])
      waited = true
      return current().tools(
        all.flatMap((server) => server.offer.tools().map((tool) => ({ server, tool }))),
      )
    },
    warnings: () => readWarnings(read, servers ?? []),
    status() {
      return read.map((each) => {
        if ('disabled' in each) return { name: each.name, state: 'disabled' as const, tools: [] }
        if ('problem' in each) return { ...each, state: 'failed' as const, tools: [] }
        const { name } = each.settings
        const server = servers?.find((candidate) => candidate.name === name)
        const problem = server?.state() === 'ready' ? undefined : server?.problem()
        const url = server?.authorizationUrl()
        const noise = server?.noise()
        const held = [...(server?.offer.changes().keys() ?? [])]
        return {
          name,
          state: server?.state() ?? ('idle' as const),
          tools: talk?.namesOf(name) ?? [],
          tokens: tokensOf(server?.offer.tools() ?? []),
          ...(problem !== undefined && { problem }),
          ...(url !== undefined && { authorizationUrl: url }),
          ...(noise !== undefined && noise.lines > 0 && { noise }),
          ...(held.length > 0 && each.settings.pins === 'block' && { held }),
        }
      })
    },
    async ready(names, timeoutMs) {
      start()
      const chosen = (servers ?? []).filter(({ name }) => names?.includes(name) ?? true)
      await Promise.race([Promise.all(chosen.map((each) => each.ensure())), elapsed(timeoutMs)])
      const wanted = names?.length ?? read.filter((each) => !('disabled' in each)).length
      return chosen.filter((each) => each.state() === 'ready').length === wanted
    },
    server: (name) =>
      read.some((each) => 'settings' in each && each.settings.name === name)
        ? serverAccess(named(name))
        : undefined,
    fullResult: (id) => full.get(id),
    approve: async (name) => named(name).offer.approve(),
    authorize: async (name, answer) => named(name).authorize(answer),
    renew: () => void (talk = undefined),
    async stop() {
      await Promise.all((servers ?? []).map((server) => server.stop()))
    },
  }
}

/** A lazy server whose tools are known is left alone until it is called. */
async function begin(server: Server): Promise<void> {
  if (server.settings.lazy && (await server.recalled())) return
  await server.ensure()
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve()
    signal?.addEventListener('abort', () => resolve(), { once: true })
  })
}

function elapsed(milliseconds: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    // Not a reason for the program to stay.
    if (milliseconds !== undefined) setTimeout(resolve, milliseconds).unref()
  })
}
