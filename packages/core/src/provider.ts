// For people who write providers and plugins. People who build agents import '@autobot/core'.
export type * from './contract/capabilities.ts'
export type * from './contract/delta.ts'
export type * from './contract/hook.ts'
export type * from './contract/json.ts'
export type * from './contract/message.ts'
export type * from './contract/plugin.ts'
export type * from './contract/provider.ts'
export type * from './contract/request.ts'
export type * from './contract/response.ts'
export type * from './contract/session.ts'
export type * from './contract/standard-schema.ts'
export type * from './contract/tool.ts'

export { batched } from './batch/batched.ts'
export { ConfigError } from './errors/config-error.ts'
export {
  errorCodes,
  ProviderError,
  type ErrorCode,
  type ProviderErrorInit,
} from './errors/provider-error.ts'
export { ToolError } from './errors/tool-error.ts'
export { configSchema } from './registry/config-schema.ts'
export { definePlugin } from './registry/define-plugin.ts'
export { defineProvider, type ProviderInit } from './registry/define-provider.ts'
export { unfold } from './stream/unfold.ts'
export { encodeJson } from './host/encode-json.ts'
export { bodyReader, type BodyReader } from './host/body-reader.ts'
