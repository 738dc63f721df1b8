export { bedrock } from './plugin.ts'
export type { BedrockConfig } from './config.ts'
