import type { Blocks } from '../config/blocks.ts'
import type { LoadedConfig } from '../config/load.ts'
import type { ToolFilter } from '../tool-filter.ts'

/** Stand for the tools of all servers, when there are many. */
const searching = ['mcp_call_tool', 'mcp_search_tools', 'mcp_tool_details']
/** Names are cut where they are too long. */
const certain = 40

/** The servers of which a run may use a tool. */
export function neededServers(
  servers: Blocks,
  filter: ToolFilter | undefined,
  prefixOf: (server: string) => string,
): Blocks {
  if (filter === undefined || searching.some((name) => filter.mayAccept(name))) return servers
  return Object.fromEntries(
    Object.entries(servers).filter(([name]) => filter.mayAccept(prefixOf(name).slice(0, certain))),
  )
}

/** Tools that are named are listed, however many there are: the search could not be used. */
export function searchFor(filter: ToolFilter | undefined): { readonly search?: 'never' } {
  if (filter === undefined || searching.some((name) => filter.mayAccept(name))) return {}
  return { search: 'never' }
}

/**
 * How long a run waits for servers before it asks the model without them: a first start may have
 * to fetch a program, and one whose tools are known can catch up while the model thinks.
 */
export function waits({ config }: LoadedConfig): {
  readonly waitMs: number
  readonly knownWaitMs: number
} {
  const waitMs = config.mcp?.wait_ms ?? 15_000
  return { waitMs, knownWaitMs: Math.min(waitMs, 2000) }
}
