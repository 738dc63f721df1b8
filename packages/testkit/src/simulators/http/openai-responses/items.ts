import { fields, isFields, list, text, type Fields } from '../json.ts'
import { dataUrlParts, typeOfBytes } from '../media.ts'
import { checkName, invalid, strict, tooLong } from '../openai-refusal.ts'
import { unseal } from '../seal.ts'
import { firstOf, type HttpRefusal, type Verdict } from '../wire.ts'

export function checkItems(body: Fields): Verdict {
  const { input } = body
  if (typeof input === 'string') return undefined
  const items = list(input).map(fields)
  if (items.length === 0) {
    return invalid("Missing required parameter: 'input'.", 'input', 'missing_required_parameter')
  }
  return firstOf([
    () => firstOf(items.map((item, index) => () => checkItem(item, `input[${index}]`))),
    () => checkPairs(items),
    () => checkReasoning(items),
  ])
}

function checkItem(item: Fields, path: string): Verdict {
  const type = text(item['type'] ?? 'message')
  switch (type) {
    case 'message':
      return checkMessage(item, path)
    case 'function_call':
      return (
        checkCallId(item, path) ??
        checkId(item, path, 'fc') ??
        checkName(`${path}.name`, text(item['name'])) ??
        (isObject(text(item['arguments']))
          ? undefined
          : strict(`${path}.arguments is no JSON object`))
      )
    case 'function_call_output':
      return checkCallId(item, path) ?? checkOutput(item['output'], `${path}.output`)
    case 'reasoning':
      return Array.isArray(item['summary'])
        ? checkId(item, path, 'rs')
        : invalid(`Missing required parameter: '${path}.summary'.`, `${path}.summary`)
    case 'item_reference':
      return unknownItem(text(item['id']))
    default:
      return invalid(
        `Invalid value: '${type}'. Supported values are: 'message', 'function_call', 'function_call_output', 'reasoning', 'item_reference'.`,
        path,
        'invalid_value',
      )
  }
}

function checkMessage(item: Fields, path: string): Verdict {
  const role = text(item['role'])
  if (!['user', 'assistant', 'system', 'developer'].includes(role)) {
    return invalid(`Invalid value: '${role}'.`, `${path}.role`, 'invalid_value')
  }
  const { content } = item
  if (typeof content === 'string') return checkId(item, path, 'msg')
  const taken =
    role === 'assistant' ? ['output_text', 'refusal'] : ['input_text', 'input_image', 'input_file']
  return (
    checkId(item, path, 'msg') ??
    firstOf(
      list(content).map((value, at) => () => {
        const part = fields(value)
        const type = text(part['type'])
        const where = `${path}.content[${at}]`
        if (!taken.includes(type)) {
          return invalid(
            `Invalid value: '${type}'. Supported values are: ${taken.map((one) => `'${one}'`).join(' and ')}.`,
            where,
            'invalid_value',
          )
        }
        return checkMedia(part, where)
      }),
    )
  )
}

function checkOutput(output: unknown, path: string): Verdict {
  if (typeof output === 'string') return undefined
  if (!Array.isArray(output)) {
    return invalid(
      `Invalid type for '${path}': expected a string or an array.`,
      path,
      'invalid_type',
    )
  }
  return firstOf(list(output).map((part, at) => () => checkMedia(fields(part), `${path}[${at}]`)))
}

function checkMedia(part: Fields, path: string): Verdict {
  if (part['type'] === 'input_image') {
    const url = text(part['image_url'])
    if (/^https?:/.test(url)) return undefined
    const data = dataUrlParts(url)
    return data !== undefined && typeOfBytes(data.base64) === data.type
      ? undefined
      : invalid(
          'The image data you provided does not represent a valid image. Please check your input and try again.',
          path,
          'invalid_value',
        )
  }
  if (part['type'] !== 'input_file' || typeof part['file_url'] === 'string') return undefined
  const data = dataUrlParts(text(part['file_data']))
  return data?.type === 'application/pdf' && text(part['filename']) !== ''
    ? undefined
    : invalid('The file type you uploaded is not supported. Please try again with a pdf', path)
}

/** Each call has one output behind it, and no output is without its call. */
function checkPairs(items: readonly Fields[]): Verdict {
  const open = new Set<string>()
  const answered = new Set<string>()
  for (const item of items) {
    const id = text(item['call_id'])
    if (item['type'] === 'function_call') {
      if (open.has(id)) return strict(`the call_id ${id} stands twice before its output`)
      open.add(id)
    } else if (item['type'] === 'function_call_output') {
      if (!open.delete(id)) {
        return invalid(`No tool call found for function call output with call_id ${id}.`, 'input')
      }
      answered.add(id)
    } else if (open.size > 0 && isFields(item) && item['role'] === 'user') {
      return missing(open)
    }
  }
  return open.size === 0 ? undefined : missing(open)
}

function missing(open: ReadonlySet<string>): Verdict {
  return invalid(`No tool output found for function call ${[...open][0] ?? ''}.`, 'input')
}

/** Reasoning is this service's own, unchanged, and directly before what came of it. */
function checkReasoning(items: readonly Fields[]): Verdict {
  for (const [index, item] of items.entries()) {
    if (item['type'] !== 'reasoning') continue
    const id = text(item['id'])
    const sealed = item['encrypted_content']
    if (typeof sealed !== 'string') return unknownItem(id)
    if (unseal('openai-responses', sealed) === undefined) {
      return invalid(
        `The encrypted content for item ${id} could not be verified.`,
        undefined,
        'invalid_encrypted_content',
      )
    }
    const next = items[index + 1]
    const follows =
      next !== undefined &&
      (next['type'] === 'function_call' ||
        next['type'] === 'reasoning' ||
        next['role'] === 'assistant')
    if (!follows) {
      return invalid(
        `Item '${id}' of type 'reasoning' was provided without its required following item.`,
        'input',
      )
    }
  }
  return undefined
}

function unknownItem(id: string): HttpRefusal {
  const refusal = invalid(
    `Item with id '${id}' not found. Items are not persisted when \`store\` is set to false. Try again with \`store\` set to true, or remove this item from your input.`,
    'input',
  )
  return { ...refusal, status: 404 }
}

function checkCallId(item: Fields, path: string): Verdict {
  const id = text(item['call_id'])
  if (id === '') return invalid(`Missing required parameter: '${path}.call_id'.`, `${path}.call_id`)
  return id.length > 64 ? tooLong(`${path}.call_id`, 64, id.length) : undefined
}

function checkId(item: Fields, path: string, kind: string): Verdict {
  const { id } = item
  if (id === undefined) return undefined
  if (typeof id !== 'string' || !id.startsWith(`${kind}_`)) {
    return invalid(
      `Invalid '${path}.id': '${String(id)}'. Expected an ID that begins with '${kind}'.`,
      `${path}.id`,
      'invalid_value',
    )
  }
  return id.length > 64 ? tooLong(`${path}.id`, 64, id.length) : undefined
}

function isObject(json: string): boolean {
  try {
    return isFields(JSON.parse(json))
  } catch {
    return false
  }
}
