import { definePlugin, type Plugin, type ProviderHost } from '@autobot/core/provider'
import type { McpOptions } from './config.ts'
import { mcpSource } from './source.ts'
import { version } from './version.ts'

/** MCP servers as tools, named `mcp_{server}_{tool}`, for whatever model the agent runs on. */
export function mcp(options: McpOptions): Plugin {
  let host: ProviderHost | undefined
  return definePlugin({
    name: '@autobot/mcp-bridge',
    version,
    description: 'MCP servers as tools of any provider.',
    register(registry) {
      registry.toolSource(
        mcpSource(options, () => {
          if (host === undefined) throw new Error('The plugin has not been started.')
          return host
        }),
      )
    },
    start(given) {
      host = given
    },
  })
}
