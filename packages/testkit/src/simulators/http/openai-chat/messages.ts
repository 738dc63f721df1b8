import { dataUrlParts, typeOfBytes } from '../media.ts'
import { fields, isFields, list, text, type Fields } from '../json.ts'
import { checkName, invalid, strict } from '../openai-refusal.ts'
import { firstOf, type Verdict } from '../wire.ts'
import type { ChatFlavour } from './flavour.ts'
import { checkReasoning, checkTemplate } from './order.ts'

export function checkMessages(body: Fields, model: string, flavour: ChatFlavour): Verdict {
  const messages = list(body['messages']).map(fields)
  if (messages.length === 0) {
    return invalid(
      "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
      'messages',
      'empty_array',
    )
  }
  return firstOf([
    () => firstOf(messages.map((message, index) => () => checkOne(message, index, model, flavour))),
    () => checkPairs(messages),
    () => (flavour.name === 'mistral' ? checkMistral(messages) : undefined),
    () => (flavour.template === 'yes' ? checkTemplate(messages) : undefined),
    () => checkReasoning(messages, body, flavour),
  ])
}

function checkOne(message: Fields, index: number, model: string, flavour: ChatFlavour): Verdict {
  const role = text(message['role'])
  const path = `messages[${index}]`
  if (!flavour.roles.has(role)) {
    return invalid(
      `Invalid value: '${role}'. Supported values are: ${[...flavour.roles].map((one) => `'${one}'`).join(', ')}.`,
      `${path}.role`,
      'invalid_value',
    )
  }
  if (/^o1-(mini|preview)/.test(model) && (role === 'system' || role === 'developer')) {
    return invalid(
      `Unsupported value: '${path}.role' does not support '${role}' with this model.`,
      `${path}.role`,
      'unsupported_value',
    )
  }
  const calls = message['tool_calls']
  if (calls !== undefined) {
    if (list(calls).length === 0) {
      return invalid(
        `Invalid '${path}.tool_calls': empty array. Expected an array with minimum length 1, but got an empty array instead.`,
        `${path}.tool_calls`,
        'empty_array',
      )
    }
    const wrong = firstOf(
      list(calls).map(
        (call, at) => () => checkCall(fields(call), `${path}.tool_calls[${at}]`, flavour),
      ),
    )
    if (wrong !== undefined) return wrong
  }
  return checkContent(message, role, path, flavour)
}

function checkCall(call: Fields, path: string, flavour: ChatFlavour): Verdict {
  const called = fields(call['function'])
  if (call['type'] !== 'function') {
    return invalid(
      `Invalid value: '${text(call['type'])}'. Supported values are: 'function'.`,
      `${path}.type`,
    )
  }
  const wrong =
    flavour.wrongId(text(call['id']), `${path}.id`) ??
    checkName(`${path}.function.name`, text(called['name']))
  if (wrong !== undefined) return wrong
  if (typeof called['arguments'] !== 'string') {
    return invalid(
      `Invalid type for '${path}.function.arguments': expected a string.`,
      `${path}.function.arguments`,
      'invalid_type',
    )
  }
  return isObject(called['arguments'])
    ? undefined
    : strict(`chat templates break over ${path}.function.arguments, which is no JSON object`)
}

function checkContent(message: Fields, role: string, path: string, flavour: ChatFlavour): Verdict {
  const { content } = message
  if (content === null || content === undefined) {
    if (flavour.template === 'yes') return strict(`the template prints ${path}.content as null`)
    return role === 'assistant' && message['tool_calls'] !== undefined
      ? undefined
      : invalid(`Invalid value for 'content': expected a string, got null.`, `${path}.content`)
  }
  if (typeof content === 'string') return undefined
  const parts = list(content).map(fields)
  if (parts.length === 0) return strict(`${path}.content is an empty array`)
  const thinks = flavour.name === 'mistral' && parts.some((part) => part['type'] === 'thinking')
  if (role === 'assistant' && flavour.name !== 'openai' && !thinks) {
    return strict(`${path}.content of the assistant has to be a text`)
  }
  return firstOf(parts.map((part, at) => () => checkPart(part, role, path, at, flavour)))
}

function checkPart(
  part: Fields,
  role: string,
  path: string,
  at: number,
  flavour: ChatFlavour,
): Verdict {
  const type = text(part['type'])
  if (type === 'text') return undefined
  if (type === 'thinking' && flavour.name === 'mistral') return undefined
  if (type === 'image_url') {
    if (role !== 'user') {
      return invalid(
        `Invalid '${path}'. Image URLs are only allowed for messages with role 'user', but this message with role '${role}' contains an image URL.`,
        `${path}.content[${at}]`,
      )
    }
    const url = text(fields(part['image_url'])['url'])
    if (flavour.pictures === 'none')
      return invalid(`Failed to deserialize the JSON body: unknown variant image_url`)
    if (/^https?:/.test(url)) {
      return flavour.pictures === 'bytes'
        ? invalid('invalid image input: only data URLs are taken')
        : undefined
    }
    const data = dataUrlParts(url)
    return data !== undefined && typeOfBytes(data.base64) === data.type
      ? undefined
      : invalid(
          `You uploaded an unsupported image. Please make sure your image has of one the following formats: ['png', 'jpeg', 'gif', 'webp'].`,
          `${path}.content[${at}].image_url`,
          'invalid_image_format',
        )
  }
  if (type === 'input_audio' && flavour.name === 'openrouter') return undefined
  if (type === 'file' && (flavour.name === 'openai' || flavour.name === 'openrouter')) {
    const file = fields(part['file'])
    const data = dataUrlParts(text(file['file_data']))
    return data?.type === 'application/pdf' && text(file['filename']) !== ''
      ? undefined
      : invalid(
          `Invalid file data: '${path}.content[${at}].file.file_data'. Expected a base64-encoded data URL with an application/pdf MIME type, and a filename.`,
        )
  }
  return invalid(
    `Invalid '${path}'. Content blocks are expected to be either text or image_url type.`,
    `${path}.content[${at}]`,
  )
}

/** A turn with calls, and right behind it a result for each. */
function checkPairs(messages: readonly Fields[]): Verdict {
  let open: Set<string> | undefined
  const missing = (): Verdict =>
    open === undefined || open.size === 0
      ? undefined
      : invalid(
          `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...open].join(', ')}`,
          'messages',
        )
  for (const [index, message] of messages.entries()) {
    if (message['role'] === 'tool') {
      const id = text(message['tool_call_id'])
      if (open?.delete(id) !== true) {
        return invalid(
          "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
          `messages.[${index}].role`,
        )
      }
      continue
    }
    const wrong = missing()
    if (wrong !== undefined) return wrong
    const ids = list(message['tool_calls']).map((call) => text(fields(call)['id']))
    open = ids.length > 0 ? new Set(ids) : undefined
    if (open !== undefined && open.size < ids.length) {
      return strict(`messages[${index}].tool_calls holds an id twice`)
    }
  }
  return missing()
}

function checkMistral(messages: readonly Fields[]): Verdict {
  const refuse = (message: string): Verdict => ({
    status: 400,
    message,
    body: { object: 'error', message, type: 'invalid_request_message_order', code: 3230 },
  })
  const last = text(messages.at(-1)?.['role'])
  if (last !== 'user' && last !== 'tool') {
    return refuse(
      `Expected last role User or Tool (or Assistant with prefix True) for serving but got ${last}`,
    )
  }
  for (const [index, message] of messages.entries()) {
    const role = text(message['role'])
    const before = text(messages[index - 1]?.['role'])
    if (role === 'assistant' && message['tool_calls'] === undefined && message['content'] === '') {
      return refuse('Assistant message must have either content or tool_calls, but not none.')
    }
    if (role === 'tool' && text(message['name']) === '')
      return refuse('simulator: a tool message needs the name')
    if (role === 'assistant' && before === 'assistant') {
      return refuse("Unexpected role 'assistant' after role 'assistant'")
    }
  }
  return undefined
}

function isObject(json: string): boolean {
  try {
    return isFields(JSON.parse(json))
  } catch {
    return false
  }
}
