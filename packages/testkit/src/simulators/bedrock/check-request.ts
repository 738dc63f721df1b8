import { fields, isFields } from './json.ts'
import { needsProfile, simulatedModel } from './model.ts'
import { firstOf, invalid } from './refusal.ts'
import type { Verdict } from './refusal.ts'
import { checkCachePoints } from './rules/cache-points.ts'
import { checkMessages, checkSystem } from './rules/messages.ts'
import { checkParameters } from './rules/parameters.ts'
import { checkPairs } from './rules/results.ts'
import { checkTools } from './rules/tools.ts'

export type BedrockOperation = 'converse' | 'converse-stream' | 'count-tokens'

/**
 * What Bedrock would say of a request: undefined when it takes it, else its refusal, in its own
 * words where they are known.
 */
export function checkBedrockRequest(
  modelId: string,
  operation: BedrockOperation,
  body: unknown,
): Verdict {
  const model = simulatedModel(modelId)
  if (model === undefined) return invalid('The provided model identifier is invalid.')
  if (!isFields(body)) {
    return { status: 400, type: 'SerializationException', message: 'The body is no JSON object.' }
  }
  const counting = operation === 'count-tokens'
  if (counting && (model.profile || model.family !== 'claude')) {
    return invalid("The provided model doesn't support counting tokens.")
  }
  if (!counting && needsProfile(model)) {
    return invalid(
      `Invocation of model ID ${modelId} with on-demand throughput isn\u2019t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
    )
  }
  const asked = counting ? fields(fields(body['input'])['converse']) : body
  const streaming = operation === 'converse-stream'
  return firstOf([
    () => checkParameters(asked, model, streaming),
    () => checkSystem(asked, model),
    () => checkMessages(asked, model),
    () => checkPairs(asked, model),
    () => checkTools(asked, model, streaming),
    () => checkCachePoints(asked, model),
  ])
}
