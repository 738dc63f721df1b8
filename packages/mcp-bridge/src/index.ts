export type { McpOptions, McpServerConfig } from './config.ts'
export { mcp } from './plugin.ts'
export { mcpSource, type McpServerStatus, type McpSource } from './source.ts'
