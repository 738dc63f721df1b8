import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ToolDefinition } from '@autobot/core'

const folder = fileURLToPath(new URL('../../../../shared/data/mcp-tools/', import.meta.url))

/** The tools that real MCP servers list; empty where the data is absent. */
export const toolLists = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({
    file,
    tools: (JSON.parse(readFileSync(folder + file, 'utf8')) as { tools: ToolDefinition[] }).tools,
  }))
