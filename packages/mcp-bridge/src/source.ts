import type { ProviderHost, Tool, ToolSource } from '@autobot/core/provider'
import { bridgeTool } from './bridge-tool.ts'
import { isAllowed, type McpOptions } from './config.ts'
import { nameTools } from './naming.ts'
import type { RemoteTool } from './remote-tool.ts'
import { createServer, type Server, type ServerState } from './server.ts'
import { readServers, unmatched, type ServerSettings } from './settings.ts'

export interface McpServerStatus {
  readonly name: string
  readonly state: ServerState
  /** Names as models see them. */
  readonly tools: readonly string[]
  /** Why it is not ready. */
  readonly problem?: string
}

export interface McpSource extends ToolSource {
  start(): void
  stop(): Promise<void>
  /** Of each configured server; for status commands. */
  status(): readonly McpServerStatus[]
}

interface Warning {
  readonly code: string
  readonly message: string
}

/** More at once on a small machine makes each of them miss its time. */
const startsAtOnce = 8

/** The tools of all configured servers. `host` is asked for when the source starts. */
export function mcpSource(options: McpOptions, host: () => ProviderHost): McpSource {
  const read = readServers(options)
  let servers: readonly ConfiguredServer[] | undefined
  let named: readonly { readonly name: string; readonly server: string }[] = []

  const start = (): void => {
    if (servers !== undefined) return
    const inTurn = queue(options.startConcurrency ?? startsAtOnce)
    const world = host()
    servers = read.flatMap((each) => {
      if (!('settings' in each)) return []
      const { settings } = each
      return [{ ...createServer({ settings, host: world, inTurn }), settings }]
    })
    for (const server of servers) void server.ensure()
  }

  const offered = (): Tool[] => {
    const all = (servers ?? []).flatMap((server) =>
      allowed(server).map((tool) => ({ server, tool })),
    )
    const keys = all.map(({ server, tool }) => ({ server: server.name, tool: tool.name }))
    const names = nameTools(keys)
    const tools = all.map(({ server, tool }, index) => {
      const name = names.get(keys[index] as (typeof keys)[number]) as string
      return { server: server.name, tool: bridgeTool(name, server, tool) }
    })
    // In the order of their names, whoever connected first: prompt caches depend on it.
    tools.sort((a, b) => (a.tool.name < b.tool.name ? -1 : 1))
    named = tools.map(({ server, tool }) => ({ server, name: tool.name }))
    return tools.map(({ tool }) => tool)
  }

  return {
    name: 'mcp',
    start,
    async tools({ signal }) {
      start()
      const work = (servers ?? []).map(async (server) => {
        const isNew = server.state() === 'connecting'
        const started = server.ensure()
        // Only the first start is waited for: a broken server must not slow down every run.
        if (isNew) await started
        await server.refresh()
      })
      await Promise.race([Promise.all(work), aborted(signal)])
      return offered()
    },
    warnings() {
      const warnings: Warning[] = read.flatMap((each) =>
        'settings' in each ? [] : [unavailable(each.name, each.problem)],
      )
      for (const server of servers ?? []) {
        const problem = server.state() === 'ready' ? undefined : server.problem()
        if (problem !== undefined) warnings.push(unavailable(server.name, problem))
        else if (server.state() === 'connecting') {
          warnings.push(unavailable(server.name, 'it is still starting'))
        }
        for (const text of [...server.listProblems(), ...emptyPatterns(server)]) {
          warnings.push({
            code: 'mcp_tool_left_out',
            message: `MCP server '${server.name}': ${text}`,
          })
        }
      }
      return warnings
    },
    status() {
      return read.map((each) => {
        if (!('settings' in each)) return { ...each, state: 'failed' as const, tools: [] }
        const { name } = each.settings
        const server = servers?.find((candidate) => candidate.name === name)
        const problem = server?.state() === 'ready' ? undefined : server?.problem()
        return {
          name,
          state: server?.state() ?? ('idle' as const),
          tools: named.filter((tool) => tool.server === name).map((tool) => tool.name),
          ...(problem !== undefined && { problem }),
        }
      })
    },
    async stop() {
      await Promise.all((servers ?? []).map((server) => server.stop()))
    },
  }
}

type ConfiguredServer = Server & { readonly settings: ServerSettings }

function allowed(server: ConfiguredServer): readonly RemoteTool[] {
  const seen = new Set<string>()
  return server.tools().filter(({ name }) => {
    if (seen.has(name)) return false
    seen.add(name)
    return isAllowed(name, server.settings.patterns)
  })
}

function emptyPatterns(server: ConfiguredServer): string[] {
  if (server.tools().length === 0) return []
  const patterns = unmatched(server.settings.patterns, server.tools())
  return patterns.map((pattern) => `no tool matches "${pattern}"`)
}

function unavailable(name: string, problem: string): Warning {
  return { code: 'mcp_server_not_ready', message: `MCP server '${name}' is not ready: ${problem}` }
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve()
    signal?.addEventListener('abort', () => resolve(), { once: true })
  })
}

function queue(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      // The place goes to the next in line, or is free.
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }
}
