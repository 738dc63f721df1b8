import { contextOf, functionSchemaFault, strictSchemaFault } from '../function-schema.ts'
import { fields, isFields, list, text, type Fields } from '../json.ts'
import {
  checkName,
  checkRange,
  checkToolCount,
  invalid,
  reasons,
  strict,
} from '../openai-refusal.ts'
import { firstOf, type Verdict } from '../wire.ts'
import type { ChatFlavour } from './flavour.ts'

export function checkParameters(body: Fields, model: string, flavour: ChatFlavour): Verdict {
  return firstOf([
    () => checkKeys(body, flavour),
    () => checkLimits(body, model, flavour),
    () => checkTools(body, flavour),
    () => checkShape(body),
  ])
}

function checkKeys(body: Fields, { keys, unknownKey }: ChatFlavour): Verdict {
  if (keys === 'any') return undefined
  const strange = Object.keys(body).find((key) => !keys.has(key))
  return strange === undefined ? undefined : unknownKey(strange)
}

function checkLimits(body: Fields, model: string, flavour: ChatFlavour): Verdict {
  if (body['max_tokens'] !== undefined && body['max_completion_tokens'] !== undefined) {
    return invalid(
      "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
    )
  }
  if (flavour.name === 'xai' && /grok-(3-mini|4|code)/.test(model)) {
    const refused = ['stop', 'presence_penalty', 'frequency_penalty'].find((key) => key in body)
    if (refused !== undefined) return flavour.unknownKey(refused)
  }
  if (flavour.name === 'openai' && reasons(model)) {
    if (body['max_tokens'] !== undefined) {
      return invalid(
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        'max_tokens',
        'unsupported_parameter',
      )
    }
    const off = /^gpt-5\.[1-9]/.test(model) && (body['reasoning_effort'] ?? 'none') === 'none'
    for (const key of ['temperature', 'top_p', 'presence_penalty', 'frequency_penalty', 'stop']) {
      if (body[key] === undefined || (off && key !== 'stop')) continue
      return invalid(
        `Unsupported parameter: '${key}' is not supported with this model.`,
        key,
        'unsupported_parameter',
      )
    }
  } else if (flavour.name === 'openai' && body['reasoning_effort'] !== undefined) {
    return invalid('Unrecognized request argument supplied: reasoning_effort', 'reasoning_effort')
  }
  const stop = typeof body['stop'] === 'string' ? [body['stop']] : list(body['stop'])
  if (stop.length > flavour.maxStop) {
    return invalid(
      `Invalid 'stop': array too long. Expected an array with maximum length ${flavour.maxStop}, but got an array with length ${stop.length} instead.`,
      'stop',
      'array_above_max_length',
    )
  }
  return (
    checkRange('temperature', body['temperature'], [0, flavour.maxTemperature]) ??
    checkRange('top_p', body['top_p'], [0, 1])
  )
}

function checkTools(body: Fields, flavour: ChatFlavour): Verdict {
  const { tools, tool_choice: choice } = body
  if (tools === undefined) {
    for (const key of ['tool_choice', 'parallel_tool_calls']) {
      if (body[key] !== undefined) {
        return invalid(`'${key}' is only allowed when 'tools' are specified.`, key)
      }
    }
    return undefined
  }
  const all = list(tools)
  const count = checkToolCount(all)
  if (count !== undefined) return count
  const names = new Set<string>()
  for (const [index, tool] of all.entries()) {
    const declared = fields(fields(tool)['function'])
    const name = text(declared['name'])
    const path = `tools[${index}].function`
    const wrongName = checkName(`${path}.name`, name)
    if (wrongName !== undefined) return wrongName
    if (names.has(name)) return invalid(`simulator: two tools have the name ${name}`, path)
    names.add(name)
    if (flavour.closedObjects === 'no' && closes(declared['parameters'])) {
      return strict(`${path}.parameters holds additionalProperties: false`)
    }
    const fault = functionSchemaFault(declared['parameters'])
    if (fault !== undefined) {
      const where =
        fault.context.length === 0 && !fault.what.startsWith('object') ? '' : contextOf(fault)
      return invalid(
        `Invalid schema for function '${name}': ${where}${where && ', '}${fault.what}`,
        `${path}.parameters`,
        'invalid_function_parameters',
      )
    }
  }
  if (isFields(choice)) {
    const name = text(fields(choice['function'])['name'])
    if (!flavour.choices.has('named')) return flavour.wrongChoice('object')
    if (!names.has(name)) {
      return invalid(
        `Invalid value: 'tool_choice' names ${name}, which is not in 'tools'.`,
        'tool_choice',
      )
    }
    return undefined
  }
  return choice === undefined || flavour.choices.has(text(choice))
    ? undefined
    : flavour.wrongChoice(text(choice))
}

function closes(schema: unknown): boolean {
  return /"additionalProperties":false/.test(JSON.stringify(schema) ?? '')
}

function checkShape(body: Fields): Verdict {
  const format = fields(body['response_format'])
  if (format['type'] !== 'json_schema') return undefined
  const wanted = fields(format['json_schema'])
  const name = text(wanted['name'])
  const wrongName = checkName('response_format.json_schema.name', name)
  if (wrongName !== undefined) return wrongName
  if (wanted['strict'] !== true) return undefined
  const fault = strictSchemaFault(wanted['schema'])
  return fault === undefined
    ? undefined
    : invalid(
        `Invalid schema for response_format '${name}': ${contextOf(fault)}, ${fault.what}`,
        'response_format',
      )
}
