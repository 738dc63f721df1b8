// For people who build agents. People who write providers import '@autobot/core/provider'.
export type * from './contract/agent-event.ts'
export type * from './contract/call.ts'
export type * from './contract/capabilities.ts'
export type * from './contract/delta.ts'
export type * from './contract/event.ts'
export type * from './contract/hook.ts'
export type * from './contract/json.ts'
export type * from './contract/message.ts'
export type * from './contract/plugin.ts'
export type * from './contract/provider.ts'
export type * from './contract/request.ts'
export type * from './contract/response.ts'
export type * from './contract/run-result.ts'
export type * from './contract/session.ts'
export type * from './contract/standard-schema.ts'
export type * from './contract/tool.ts'

export { ConfigError } from './errors/config-error.ts'
export { errorInfo } from './errors/error-info.ts'
export {
  errorCodes,
  ProviderError,
  type ErrorCode,
  type ProviderErrorInit,
} from './errors/provider-error.ts'
export { RouteError } from './errors/route-error.ts'
export { ToolError } from './errors/tool-error.ts'

export { agentTool, type AgentToolOptions } from './agent-tool.ts'
export type { AgentInput, AgentOptions, RunOptions, TurnOptions } from './agent-options.ts'
export { createAgent, type Agent } from './create-agent.ts'
export { runAgent, type LoopOptions } from './agent/loop.ts'
export { costOf } from './agent/cost.ts'
export { afterTool, tokensUsed, type StopCondition, type StopContext } from './agent/stop.ts'

export type { RetryPolicy } from './call/backoff.ts'
export { createChat, type ChatOptions } from './call/chat.ts'
export type { Timeouts } from './call/timeouts.ts'
export { defaultHost } from './host/default-host.ts'
export { redactingLog } from './host/redacting-log.ts'
export { definePlugin } from './registry/define-plugin.ts'
export { defineProvider } from './registry/define-provider.ts'
export { configSchema } from './registry/config-schema.ts'
export { parseModelRef, type ModelRef } from './registry/model-ref.ts'
export {
  createRegistry,
  type Registry,
  type RegistryOptions,
  type Target,
} from './registry/registry.ts'
export { prepare } from './prepare/prepare.ts'
export type { Prepared, PrepareOptions } from './prepare/prepared.ts'
export { assemble, type AssembleOptions } from './stream/assemble.ts'
export { collect } from './stream/collect.ts'
export { parsePartialJson } from './stream/partial-json.ts'
export { unfold } from './stream/unfold.ts'
export { defineTool, type ToolInit } from './tools/define-tool.ts'
export type { ApprovalDecision } from './tools/execute.ts'
