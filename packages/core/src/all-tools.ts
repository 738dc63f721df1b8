import type { Warning } from './contract/response.ts'
import type { Tool, ToolSource } from './contract/tool.ts'
import { ConfigError } from './errors/config-error.ts'
import type { Registry } from './registry/registry.ts'

/** The tools of the agent, its plugins and its tool sources; a name that is there twice throws. */
export async function allTools(
  own: readonly Tool[],
  registry: Registry,
  signal: AbortSignal,
): Promise<{ readonly tools: readonly Tool[]; readonly warnings: readonly Warning[] }> {
  const owners = new Map<string, string>()
  const tools: Tool[] = []
  const warnings: Warning[] = []
  const add = (tool: Tool, owner: string): void => {
    const other = owners.get(tool.name)
    if (other !== undefined) {
      throw new ConfigError(`The tool "${tool.name}" comes from ${other} and from ${owner}.`, {
        path: `tools.${tool.name}`,
        hint: 'Rename one of them or leave one out.',
      })
    }
    owners.set(tool.name, owner)
    tools.push(tool)
  }
  for (const tool of own) add(tool, 'the agent')
  for (const tool of registry.tools) add(tool, registry.toolOwner(tool.name) ?? 'a plugin')
  const lists = await Promise.all(
    registry.toolSources.map(async (source) => ({ source, found: await ask(source) })),
  )
  for (const { source, found } of lists) {
    for (const tool of found) add(tool, source.name)
    warnings.push(...(source.warnings?.() ?? []))
  }
  return { tools, warnings }

  /** A source that fails costs its own tools, and is told of. */
  async function ask(source: ToolSource): Promise<readonly Tool[]> {
    try {
      return await source.tools({ signal })
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      const message = `${source.name} could not say which tools it has: ${reason}`
      warnings.push({ code: 'tool_source_failed', message })
      return []
    }
  }
}
