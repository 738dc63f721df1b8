import { fields, isFields, list, text, type Fields } from '../json.ts'
import { firstOf, type Verdict } from '../wire.ts'
import type { AnthropicModel } from './model.ts'
import { invalid } from './refusal.ts'

const keys = new Set([
  'model',
  'max_tokens',
  'messages',
  'system',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'temperature',
  'top_p',
  'top_k',
  'stop_sequences',
  'stream',
  'metadata',
  'service_tier',
  'cache_control',
])

export function checkParameters(body: Fields, id: string, model: AnthropicModel): Verdict {
  const strange = Object.keys(body).find((key) => !keys.has(key))
  if (strange !== undefined) return invalid(`${strange}: Extra inputs are not permitted`)
  return firstOf([
    () => checkMaxTokens(body['max_tokens'], id, model),
    () => checkSampling(body, model),
    () => checkThinking(body, model),
    () => checkStops(list(body['stop_sequences'])),
    () => checkTools(body),
  ])
}

function checkMaxTokens(value: unknown, id: string, { maxTokens }: AnthropicModel): Verdict {
  if (value === undefined) return invalid('max_tokens: Field required')
  if (typeof value !== 'number' || value < 1) {
    return invalid('max_tokens: Input should be greater than or equal to 1')
  }
  return value <= maxTokens
    ? undefined
    : invalid(
        `max_tokens: ${value} > ${maxTokens}, which is the maximum allowed number of output tokens for ${id}`,
      )
}

function checkSampling(body: Fields, { version }: AnthropicModel): Verdict {
  const { temperature, top_p: topP, top_k: topK } = body
  const given = Object.entries({ temperature, top_p: topP, top_k: topK }).filter(
    ([, value]) => value !== undefined,
  )
  if (version >= 4.7 && given.length > 0) {
    return invalid(`\`${given[0]?.[0] ?? ''}\` is not supported for this model.`)
  }
  if (typeof temperature === 'number' && (temperature < 0 || temperature > 1)) {
    return invalid(
      `temperature: Input should be ${temperature < 0 ? 'greater than or equal to 0' : 'less than or equal to 1'}`,
    )
  }
  return version >= 4 && temperature !== undefined && topP !== undefined
    ? invalid(
        '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
      )
    : undefined
}

function checkThinking(body: Fields, { version }: AnthropicModel): Verdict {
  const thinking = fields(body['thinking'])
  const type = text(thinking['type'])
  if (type === '' || type === 'disabled') return undefined
  if (type === 'adaptive') {
    return version >= 4.6
      ? undefined
      : invalid('thinking.type: adaptive thinking is not supported on this model')
  }
  if (version < 3.7) return invalid('This model does not support thinking.')
  if (version >= 4.7)
    return invalid('thinking.enabled: budget_tokens is not supported for this model')
  const budget = thinking['budget_tokens']
  if (typeof budget !== 'number' || budget < 1024) {
    return invalid('thinking.enabled.budget_tokens: Input should be greater than or equal to 1024')
  }
  if (budget >= Number(body['max_tokens'])) {
    return invalid('`max_tokens` must be greater than `thinking.budget_tokens`.')
  }
  if (body['temperature'] !== undefined && body['temperature'] !== 1) {
    return invalid('`temperature` may only be set to 1 when thinking is enabled.')
  }
  if (body['top_k'] !== undefined) return invalid('`top_k` must be unset when thinking is enabled.')
  const choice = text(fields(body['tool_choice'])['type'])
  return choice === 'any' || choice === 'tool'
    ? invalid('Thinking may not be enabled when tool_choice forces tool use.')
    : undefined
}

function checkStops(stops: readonly unknown[]): Verdict {
  return stops.some((stop) => text(stop).trim() === '')
    ? invalid('stop_sequences: each stop sequence must contain non-whitespace')
    : undefined
}

function checkTools(body: Fields): Verdict {
  const tools = list(body['tools']).map(fields)
  const choice = fields(body['tool_choice'])
  const names = new Set<string>()
  for (const [index, tool] of tools.entries()) {
    const name = text(tool['name'])
    const path = `tools.${index}.custom`
    if (!/^[a-zA-Z0-9_-]{1,128}$/.test(name)) {
      return invalid(`${path}.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`)
    }
    if (names.has(name)) return invalid('tools: Tool names must be unique.')
    names.add(name)
    const wrong = checkSchema(tool['input_schema'], `${path}.input_schema`)
    if (wrong !== undefined) return wrong
  }
  if (choice['type'] === undefined) return undefined
  if (tools.length === 0) {
    return invalid('tool_choice: tool_choice may only be specified while providing tools.')
  }
  return choice['type'] === 'tool' && !names.has(text(choice['name']))
    ? invalid(`tool_choice: Tool '${text(choice['name'])}' not found in provided tools`)
    : undefined
}

function checkSchema(schema: unknown, path: string): Verdict {
  if (!isFields(schema)) return invalid(`${path}: Input should be a valid dictionary`)
  if (schema['type'] !== 'object') {
    return schema['type'] === undefined
      ? invalid(`${path}.type: Field required`)
      : invalid(`${path}.type: Input should be 'object'`)
  }
  if (['oneOf', 'allOf', 'anyOf'].some((key) => key in schema)) {
    return invalid(`${path}: input_schema does not support oneOf, allOf, or anyOf at the top level`)
  }
  return checkKeys(schema, path)
}

function checkKeys(node: unknown, path: string): Verdict {
  if (typeof node !== 'object' || node === null) return undefined
  if (isFields(node) && isFields(node['properties'])) {
    const names = Object.keys(node['properties'])
    if (!names.every((name) => /^[a-zA-Z0-9_.-]{1,64}$/.test(name))) {
      return invalid(
        `${path}.properties: Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$'`,
      )
    }
  }
  return firstOf(
    Object.entries(node).map(
      ([key, child]) =>
        () =>
          checkKeys(child, `${path}.${key}`),
    ),
  )
}
