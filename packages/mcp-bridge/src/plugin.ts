import { definePlugin, type Plugin, type ProviderHost } from '@autobot/core/provider'
import type { McpOptions } from './config.ts'
import { mcpSource, type McpSource } from './source.ts'
import { version } from './version.ts'

export interface McpPlugin extends Plugin {
  /** The servers themselves: their state, resources and prompts, approvals. */
  readonly source: McpSource
}

/** MCP servers as tools, named `mcp_{server}_{tool}`, for whatever model the agent runs on. */
export function mcp(options: McpOptions): McpPlugin {
  let host: ProviderHost | undefined
  const source = mcpSource(options, () => {
    if (host === undefined) throw new Error('The plugin has not been started.')
    return host
  })
  const plugin = definePlugin({
    name: '@autobot/mcp-bridge',
    version,
    description: 'MCP servers as tools of any provider.',
    register: (registry) => registry.toolSource(source),
    start(given) {
      host = given
    },
  })
  return Object.freeze({ ...plugin, source })
}
