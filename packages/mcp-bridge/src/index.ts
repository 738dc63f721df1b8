export type {
  McpCompletionTarget,
  McpLogLevel,
  McpPrompt,
  McpResource,
  McpResourceTemplate,
  McpServerAccess,
  McpServerInfo,
} from './access.ts'
export type {
  AssertionRequest,
  AuthorizationRequest,
  McpAuth,
  McpAuthorizer,
} from './auth/config.ts'
export { identityAssertion, type IdentityProvider } from './auth/identity-assertion.ts'
export { loopbackAuthorizer, openInBrowser, type LoopbackOptions } from './auth/loopback.ts'
export type { McpOptions, McpSearchOptions, McpServerConfig } from './config.ts'
export type { McpFullResult } from './content.ts'
export type {
  McpElicitation,
  McpElicitationAnswer,
  McpEvent,
  McpInteraction,
  McpSampling,
  McpSamplingAnswer,
  McpSamplingRequest,
} from './interaction.ts'
export type { McpResultOptions } from './result-options.ts'
export { modelSampling, type ModelSamplingOptions } from './model-sampling.ts'
export { toolPrefix } from './naming.ts'
export { mcp, type McpPlugin } from './plugin.ts'
export { mcpSource, type McpServerStatus, type McpSource } from './source.ts'
export { fileStore, memoryStore, type McpStore } from './store.ts'
export { approvedServers, serverFingerprint, type WaitingServer } from './files/approval.ts'
export { expandServers, type ExpandedServers, type McpVariables } from './files/expand.ts'
export { mergeServers, parseMcpFile, type McpFile } from './files/parse.ts'
export { serve } from './serve/serve.ts'
export type {
  McpCaller,
  McpQuestion,
  McpServeOptions,
  McpServing,
  ServedAgent,
  ServedMessage,
  ServedPrompt,
  ServedResource,
  ServedToolContext,
  ServeHttp,
} from './serve/options.ts'
