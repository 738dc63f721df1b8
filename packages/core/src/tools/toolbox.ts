import type { Tool } from '../contract/tool.ts'
import { ConfigError } from '../errors/config-error.ts'

/** The tools of a run by name. */
export interface Toolbox {
  /** Also finds `functions.NAME`, which some models write. */
  find(name: string): Tool | undefined
}

export function createToolbox(tools: readonly Tool[]): Toolbox {
  const byName = new Map<string, Tool>()
  for (const tool of tools) {
    if (byName.has(tool.name)) {
      throw new ConfigError(`Two tools have the name "${tool.name}".`, {
        path: `tools.${tool.name}`,
      })
    }
    byName.set(tool.name, tool)
  }
  return {
    find: (name) => byName.get(name) ?? byName.get(name.replace(/^functions\./, '')),
  }
}
