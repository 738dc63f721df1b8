import { fields, isFields, kindOf, list } from '../json.ts'
import type { Fields } from '../json.ts'
import type { SimulatedModel } from '../model.ts'
import { extraneous, firstOf, invalid, strict } from '../refusal.ts'
import type { Verdict } from '../refusal.ts'
import { maxTokens, takesShapes } from './abilities.ts'

const members: ReadonlySet<string> = new Set([
  ...['messages', 'system', 'inferenceConfig', 'toolConfig', 'guardrailConfig'],
  ...['additionalModelRequestFields', 'additionalModelResponseFieldPaths', 'requestMetadata'],
  ...['performanceConfig', 'serviceTier', 'promptVariables', 'outputConfig'],
])

export function checkParameters(body: Fields, model: SimulatedModel, streaming: boolean): Verdict {
  const inference = fields(body['inferenceConfig'])
  return firstOf([
    () => {
      const odd = Object.keys(body).find((key) => !members.has(key))
      return odd === undefined ? undefined : extraneous('#', odd)
    },
    () => checkPromptMode(body, model),
    () => checkInference(inference, model),
    () => checkFields(body, inference, model),
    () => checkPointers(body['additionalModelResponseFieldPaths']),
    () => checkGuardrail(body['guardrailConfig'], streaming),
    () => checkMetadata(body['requestMetadata']),
    () =>
      oneOf(body['performanceConfig'], 'performanceConfig', 'latency', ['standard', 'optimized']),
    () =>
      oneOf(body['serviceTier'], 'serviceTier', 'type', [
        'default',
        'flex',
        'priority',
        'reserved',
      ]),
    () => checkShape(body['outputConfig'], model),
  ])
}

function checkPromptMode(body: Fields, { id }: SimulatedModel): Verdict {
  if (!id.includes(':prompt/')) {
    return body['promptVariables'] === undefined
      ? undefined
      : strict('promptVariables belong to a prompt of prompt management.')
  }
  const odd = ['additionalModelRequestFields', 'inferenceConfig', 'system', 'toolConfig'].find(
    (key) => body[key] !== undefined,
  )
  return odd === undefined ? undefined : strict(`a prompt brings its own ${odd}.`)
}

function checkInference(config: Fields, model: SimulatedModel): Verdict {
  const { maxTokens: asked, temperature, topP, stopSequences, ...rest } = config
  const odd = Object.keys(rest)[0]
  if (odd !== undefined) return extraneous('#/inferenceConfig', odd)
  if (asked !== undefined && !(Number.isInteger(asked) && Number(asked) >= 1)) {
    return invalid(
      `1 validation error detected: Value '${String(asked)}' at 'inferenceConfig.maxTokens' failed to satisfy constraint: Member must have value greater than or equal to 1`,
    )
  }
  const most = maxTokens(model)
  if (most !== undefined && Number(asked) > most) {
    return invalid(
      `The maximum tokens you requested exceeds the model limit of ${most}. Try again with a maximum tokens value that is lower than ${most}.`,
    )
  }
  for (const [name, value] of Object.entries({ temperature, topP })) {
    if (value === undefined) continue
    if (typeof value !== 'number' || value < 0 || value > 1) {
      return invalid(
        `1 validation error detected: Value '${String(value)}' at 'inferenceConfig.${name}' failed to satisfy constraint: Member must have value less than or equal to 1`,
      )
    }
  }
  if (model.family === 'claude') {
    const sampled = temperature !== undefined || topP !== undefined
    if (model.version >= 407 && sampled) {
      return invalid('`temperature` is deprecated for this model.')
    }
    if (model.version >= 400 && temperature !== undefined && topP !== undefined) {
      return invalid(
        '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
      )
    }
    if (list(stopSequences).some((text) => String(text).trim() === '')) {
      return invalid('stop_sequences: each stop sequence must contain non-whitespace')
    }
  }
  if (list(stopSequences).length > (model.family === 'claude' ? 2500 : 4)) {
    return strict('too many stopSequences.')
  }
  return undefined
}

/** The keys below `additionalModelRequestFields` that a family knows; absent: not known here. */
const known: Readonly<Partial<Record<string, readonly string[]>>> = {
  claude: ['thinking', 'top_k', 'output_config', 'anthropic_beta', 'tool_choice', 'betas'],
  nova: ['inferenceConfig', 'reasoningConfig'],
  'gpt-oss': ['reasoning_effort'],
  qwen: ['reasoning_config'],
  kimi: ['reasoning_effort'],
}

function checkFields(body: Fields, inference: Fields, model: SimulatedModel): Verdict {
  const given = body['additionalModelRequestFields']
  if (given === undefined) return undefined
  if (!isFields(given)) return strict('additionalModelRequestFields is an object.')
  const keys = known[model.family]
  const odd = keys === undefined ? undefined : Object.keys(given).find((key) => !keys.includes(key))
  if (odd !== undefined) {
    return model.family === 'claude'
      ? invalid(`The model returned the following errors: ${odd}: Extra inputs are not permitted`)
      : extraneous('#', odd)
  }
  if (model.family === 'claude') return checkThinking(given, body, inference, model)
  if (model.family === 'nova' && given['reasoningConfig'] !== undefined) {
    if (!model.base.startsWith('amazon.nova-2')) return extraneous('#', 'reasoningConfig')
    const high = fields(given['reasoningConfig'])['maxReasoningEffort'] === 'high'
    if (high && Object.keys(inference).some((key) => key !== 'stopSequences')) {
      return strict('with maxReasoningEffort high maxTokens, temperature and topP are unset.')
    }
  }
  return undefined
}

function checkThinking(
  given: Fields,
  body: Fields,
  inference: Fields,
  { version }: SimulatedModel,
): Verdict {
  const thinking = fields(given['thinking'])
  if (given['top_k'] !== undefined && version >= 407) {
    return invalid('`top_k` is deprecated for this model.')
  }
  if (thinking['type'] === 'adaptive' && version < 406) {
    return invalid('adaptive thinking is not supported on this model')
  }
  if (thinking['type'] !== 'enabled') return undefined
  const budget = Number(thinking['budget_tokens'])
  if (version < 307 || version >= 407)
    return invalid('thinking.type: enabled is not supported on this model')
  if (!(budget >= 1024)) {
    return invalid('thinking.enabled.budget_tokens: Input should be greater than or equal to 1024')
  }
  if (inference['maxTokens'] !== undefined && Number(inference['maxTokens']) <= budget) {
    return invalid('`max_tokens` must be greater than `thinking.budget_tokens`.')
  }
  if (inference['temperature'] !== undefined && inference['temperature'] !== 1) {
    return invalid('`temperature` may only be set to 1 when thinking is enabled.')
  }
  if (given['top_k'] !== undefined)
    return invalid('`top_k` must be unset when thinking is enabled.')
  const choice = kindOf(fields(body['toolConfig'])['toolChoice'])
  return choice === 'any' || choice === 'tool'
    ? invalid('Thinking may not be enabled when tool_choice forces tool use.')
    : undefined
}

function checkPointers(paths: unknown): Verdict {
  if (paths === undefined) return undefined
  return list(paths).every((path) => /^(?:\/[^/]+)+$/.test(String(path)))
    ? undefined
    : invalid('additionalModelResponseFieldPaths holds a malformed JSON Pointer.')
}

function checkGuardrail(config: unknown, streaming: boolean): Verdict {
  if (config === undefined) return undefined
  const { guardrailIdentifier, guardrailVersion, trace, streamProcessingMode } = fields(config)
  if (typeof guardrailIdentifier !== 'string' || typeof guardrailVersion !== 'string') {
    return invalid('guardrailIdentifier and guardrailVersion must both be provided.')
  }
  if (trace !== undefined && !/^(?:enabled|disabled|enabled_full)$/.test(String(trace))) {
    return strict('trace is one of enabled, disabled and enabled_full.')
  }
  if (streamProcessingMode === undefined) return undefined
  if (!streaming) return extraneous('#/guardrailConfig', 'streamProcessingMode')
  return /^a?sync$/.test(String(streamProcessingMode))
    ? undefined
    : strict('streamProcessingMode is sync or async.')
}

function checkMetadata(metadata: unknown): Verdict {
  if (metadata === undefined) return undefined
  const entries = Object.entries(fields(metadata))
  const legal = /^[a-zA-Z0-9\s:_@$#=/+,.-]{1,256}$/
  const fine = entries.every(([key, value]) => legal.test(key) && legal.test(String(value)))
  return fine && entries.length <= 16 && entries.length >= 1
    ? undefined
    : invalid(
        "1 validation error detected: Value at 'requestMetadata' failed to satisfy constraint",
      )
}

function oneOf(value: unknown, name: string, member: string, allowed: readonly string[]): Verdict {
  if (value === undefined || allowed.includes(String(fields(value)[member]))) return undefined
  return invalid(
    `1 validation error detected: Value '${String(fields(value)[member])}' at '${name}.${member}' failed to satisfy constraint: Member must satisfy enum value set: [${allowed.join(', ')}]`,
  )
}

function checkShape(config: unknown, model: SimulatedModel): Verdict {
  const format = fields(config)['textFormat']
  if (format === undefined) return undefined
  if (!takesShapes(model)) {
    return invalid(
      "This model doesn't support the outputConfig.textFormat field. Remove outputConfig.textFormat and try again.",
    )
  }
  const { schema } = fields(fields(fields(format)['structure'])['jsonSchema'])
  return typeof schema === 'string' ? undefined : strict('the schema of an answer is a JSON text.')
}
