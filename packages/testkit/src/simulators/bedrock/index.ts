export type { BedrockAnswer, BedrockDamage, BedrockEvent } from './answer.ts'
export { checkBedrockRequest, type BedrockOperation } from './check-request.ts'
export { encodeEvent as encodeBedrockEvent } from './event-stream.ts'
export type { BedrockRefusal } from './refusal.ts'
export {
  startBedrockSimulator,
  type BedrockRequest,
  type BedrockSimulator,
  type BedrockSimulatorOptions,
} from './server.ts'
export type { AwsKeys } from './signature.ts'
