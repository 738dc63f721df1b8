import type { Warning } from './contract/response.ts'
import type { Tool, ToolSource } from './contract/tool.ts'
import { ConfigError } from './errors/config-error.ts'
import type { Registry } from './registry/registry.ts'

export interface AllTools {
  readonly tools: readonly Tool[]
  readonly warnings: readonly Warning[]
}

interface Owned {
  readonly tools: readonly Tool[]
  /** Whose they are, for people. */
  readonly owner: (tool: Tool) => string
}

/**
 * Finds the tools of the agent, its plugins and its tool sources; a name that is there twice
 * throws. Gives the same list as long as they are the same: what is made of a list is kept by it.
 */
export function createToolFinder(
  own: readonly Tool[],
  registry: Registry,
): (signal: AbortSignal) => Promise<AllTools> {
  let last: readonly Tool[] = []
  const ownersName = (tool: Tool): string => registry.toolOwner(tool.name) ?? 'a plugin'
  return async (signal) => {
    const { lists, warnings } = await ask(registry.toolSources, signal)
    const all: readonly Owned[] = [
      { tools: own, owner: () => 'the agent' },
      { tools: registry.tools, owner: ownersName },
      ...lists,
    ]
    const found = all.flatMap(({ tools }) => tools)
    if (!isSame(found, last)) {
      checkNames(all)
      last = Object.freeze(found)
    }
    return { tools: last, warnings }
  }
}

function isSame(found: readonly Tool[], last: readonly Tool[]): boolean {
  return found.length === last.length && found.every((tool, index) => tool === last[index])
}

function checkNames(all: readonly Owned[]): void {
  const owners = new Map<string, string>()
  for (const { tools, owner } of all) {
    for (const tool of tools) {
      const other = owners.get(tool.name)
      if (other !== undefined) {
        throw new ConfigError(
          `The tool "${tool.name}" comes from ${other} and from ${owner(tool)}.`,
          { path: `tools.${tool.name}`, hint: 'Rename one of them or leave one out.' },
        )
      }
      owners.set(tool.name, owner(tool))
    }
  }
}

/** A source that fails costs its own tools, and is told of. */
async function ask(
  sources: readonly ToolSource[],
  signal: AbortSignal,
): Promise<{ readonly lists: readonly Owned[]; readonly warnings: readonly Warning[] }> {
  const warnings: Warning[] = []
  const lists = await Promise.all(
    sources.map(async (source): Promise<Owned> => {
      const owner = (): string => source.name
      try {
        return { tools: await source.tools({ signal }), owner }
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        const message = `${source.name} could not say which tools it has: ${reason}`
        warnings.push({ code: 'tool_source_failed', message })
        return { tools: [], owner }
      }
    }),
  )
  for (const source of sources) warnings.push(...(source.warnings?.() ?? []))
  return { lists, warnings }
}
