import { contextOf, functionSchemaFault, strictSchemaFault } from '../function-schema.ts'
import { fields, isFields, list, text, type Fields } from '../json.ts'
import { checkName, checkRange, checkToolCount, invalid, reasons } from '../openai-refusal.ts'
import { firstOf, type Verdict } from '../wire.ts'

const keys = new Set([
  'model',
  'input',
  'instructions',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'max_output_tokens',
  'temperature',
  'top_p',
  'reasoning',
  'text',
  'include',
  'store',
  'previous_response_id',
  'conversation',
  'truncation',
  'prompt_cache_key',
  'service_tier',
  'metadata',
  'safety_identifier',
  'user',
  'stream',
])

export function checkParameters(body: Fields, model: string): Verdict {
  const strange = Object.keys(body).find((key) => !keys.has(key))
  if (strange !== undefined) {
    return invalid(`Unknown parameter: '${strange}'.`, strange, 'unknown_parameter')
  }
  return firstOf([
    () => checkLimits(body, model),
    () => checkTools(body),
    () => checkShape(fields(fields(body['text'])['format'])),
  ])
}

function checkLimits(body: Fields, model: string): Verdict {
  const max = body['max_output_tokens']
  if (typeof max === 'number' && max < 16) {
    return invalid(
      `Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got ${max} instead.`,
      'max_output_tokens',
      'integer_below_min_value',
    )
  }
  const { reasoning } = body
  if (reasons(model)) {
    const off = /^gpt-5\.[1-9]/.test(model) && text(fields(reasoning)['effort']) === 'none'
    for (const key of ['temperature', 'top_p']) {
      if (body[key] === undefined || off) continue
      return invalid(
        `Unsupported parameter: '${key}' is not supported with this model.`,
        key,
        'unsupported_parameter',
      )
    }
  } else if (reasoning !== undefined) {
    return invalid(
      "Unsupported parameter: 'reasoning.effort' is not supported with this model.",
      'reasoning.effort',
      'unsupported_parameter',
    )
  } else if (list(body['include']).includes('reasoning.encrypted_content')) {
    return invalid('Encrypted content is not supported with this model.', 'include')
  }
  return (
    checkRange('temperature', body['temperature'], [0, 2]) ??
    checkRange('top_p', body['top_p'], [0, 1])
  )
}

function checkTools(body: Fields): Verdict {
  const { tools, tool_choice: choice } = body
  if (tools === undefined) {
    return choice === undefined
      ? undefined
      : invalid("Tool choice 'required' must be specified with 'tools' parameter.", 'tool_choice')
  }
  const all = list(tools).map(fields)
  const count = checkToolCount(all)
  if (count !== undefined) return count
  const names = new Set<string>()
  for (const [index, tool] of all.entries()) {
    const path = `tools[${index}]`
    const name = text(tool['name'])
    if (tool['type'] !== 'function') return invalid(`Invalid value: '${text(tool['type'])}'.`, path)
    const wrong = checkName(`${path}.name`, name)
    if (wrong !== undefined) return wrong
    if (typeof tool['strict'] !== 'boolean') {
      return invalid(`Invalid type for '${path}.strict': expected a boolean.`, `${path}.strict`)
    }
    if (names.has(name)) return invalid(`simulator: two tools have the name ${name}`, path)
    names.add(name)
    const fault = functionSchemaFault(tool['parameters'])
    if (fault !== undefined) {
      return invalid(
        `Invalid schema for function '${name}': ${contextOf(fault)}, ${fault.what}`,
        `${path}.parameters`,
        'invalid_function_parameters',
      )
    }
  }
  if (isFields(choice)) {
    const name = text(choice['name'])
    return choice['type'] === 'function' && names.has(name)
      ? undefined
      : invalid(`Tool choice '${name}' not found in 'tools' parameter.`, 'tool_choice')
  }
  return choice === undefined || ['none', 'auto', 'required'].includes(text(choice))
    ? undefined
    : invalid(`Invalid value: '${text(choice)}'.`, 'tool_choice')
}

function checkShape(format: Fields): Verdict {
  if (format['type'] !== 'json_schema') return undefined
  const name = text(format['name'])
  const wrong = checkName('text.format.name', name)
  if (wrong !== undefined || format['strict'] !== true) return wrong
  const fault = strictSchemaFault(format['schema'])
  return fault === undefined
    ? undefined
    : invalid(
        `Invalid schema for response_format '${name}': ${contextOf(fault)}, ${fault.what}`,
        'text.format.schema',
        'invalid_json_schema',
      )
}
