import type { Tool } from '../contract/tool.ts'
import type { ToolDefinition } from '../contract/request.ts'
import { ConfigError } from '../errors/config-error.ts'

/** The tools of a run by name. */
export interface Toolbox {
  /** Also finds `functions.NAME`, which some models write. */
  find(name: string): Tool | undefined
}

const noTools = boxOf(new Map())

export function createToolbox(tools: readonly Tool[]): Toolbox {
  if (tools.length === 0) return noTools
  const byName = new Map<string, Tool>()
  for (const tool of tools) {
    if (byName.has(tool.name)) {
      throw new ConfigError(`Two tools have the name "${tool.name}".`, {
        path: `tools.${tool.name}`,
      })
    }
    byName.set(tool.name, tool)
  }
  return boxOf(byName)
}

/**
 * The tools of one step, whose request a hook has changed: what is not offered does not run, and
 * a tool that the hook brought does.
 */
export function stepToolbox(toolbox: Toolbox, offered: readonly ToolDefinition[]): Toolbox {
  const byName = new Map<string, Tool>()
  for (const definition of offered) {
    const tool = isTool(definition) ? definition : toolbox.find(definition.name)
    // The first of a name, as it is sent.
    if (tool !== undefined && !byName.has(definition.name)) byName.set(definition.name, tool)
  }
  return boxOf(byName)
}

function isTool(definition: ToolDefinition): definition is Tool {
  return 'execute' in definition && typeof definition.execute === 'function'
}

function boxOf(byName: ReadonlyMap<string, Tool>): Toolbox {
  return {
    find: (name) => byName.get(name) ?? byName.get(name.replace(/^functions\./, '')),
  }
}
