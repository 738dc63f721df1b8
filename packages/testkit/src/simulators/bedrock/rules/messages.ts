import { fields, kindOf, list } from '../json.ts'
import type { Fields } from '../json.ts'
import type { SimulatedModel } from '../model.ts'
import { extraneous, firstOf, invalid, strict } from '../refusal.ts'
import type { Verdict } from '../refusal.ts'
import { startsAnyhow, takesSystem } from './abilities.ts'
import { checkMedia, checkMediaCounts, isMedia, noMediaOfAssistant } from './media.ts'
import { checkResult } from './results.ts'

const blocks: ReadonlySet<string> = new Set([
  ...['text', 'image', 'document', 'video', 'audio', 'toolUse', 'toolResult', 'guardContent'],
  ...['cachePoint', 'reasoningContent', 'citationsContent', 'searchResult'],
])

export function checkMessages(body: Fields, model: SimulatedModel): Verdict {
  const messages = list(body['messages'])
  return firstOf([
    () =>
      messages.length === 0 && !model.id.includes(':prompt/')
        ? invalid(
            'A conversation must start with a user message. Try again with a conversation that starts with a user message.',
          )
        : undefined,
    () => checkRoles(messages, model),
    ...messages.flatMap((message, at) => {
      const { role, content } = fields(message)
      const all = list(content)
      return [
        () =>
          all.length === 0
            ? invalid(
                `The content field in the Message object at messages.${at} is empty. Add a ContentBlock object to the content field and try again.`,
              )
            : undefined,
        ...all.map(
          (block, index) => () =>
            checkBlock(block, `messages.${at}.content.${index}`, role === 'assistant', model),
        ),
      ]
    }),
    () => checkMediaCounts(messages),
    () => checkLast(messages, model),
  ])
}

export function checkSystem(body: Fields, model: SimulatedModel): Verdict {
  const system = body['system']
  if (system === undefined) return undefined
  if (!Array.isArray(system)) return strict('system is a list.')
  if (system.length > 0 && !takesSystem(model)) {
    return invalid("This model doesn't support the system field. Remove system and try again.")
  }
  for (const [at, block] of system.entries()) {
    const kind = kindOf(block)
    if (!['text', 'guardContent', 'cachePoint'].includes(kind)) {
      return extraneous(`#/system/${at}`, kind)
    }
    if (kind === 'text' && isBlank(fields(block)['text'], model)) {
      return invalid(
        `The text field in the SystemContentBlock object at system.${at} is blank. Add text to the text field, and try again.`,
      )
    }
  }
  return undefined
}

function checkRoles(messages: readonly unknown[], model: SimulatedModel): Verdict {
  let before: unknown
  for (const [at, message] of messages.entries()) {
    const { role } = fields(message)
    if (role !== 'user' && role !== 'assistant') {
      return invalid(
        `1 validation error detected: Value '${String(role)}' at 'messages.${at + 1}.member.role' failed to satisfy constraint: Member must satisfy enum value set: [user, assistant]`,
      )
    }
    if (at === 0 && role === 'assistant' && !startsAnyhow(model)) {
      return invalid(
        'A conversation must start with a user message. Try again with a conversation that starts with a user message.',
      )
    }
    if (role === before) {
      return invalid(
        'A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.',
      )
    }
    before = role
  }
  return undefined
}

function checkBlock(
  block: unknown,
  path: string,
  assistant: boolean,
  model: SimulatedModel,
): Verdict {
  const kind = kindOf(block)
  if (!blocks.has(kind) || Object.keys(fields(block)).length !== 1) {
    return extraneous(`#/${path.replaceAll('.', '/')}`, kind)
  }
  if (isMedia(block)) {
    return (
      (assistant ? noMediaOfAssistant(block, path) : undefined) ?? checkMedia(block, path, model)
    )
  }
  switch (kind) {
    case 'text':
      return isBlank(fields(block)['text'], model)
        ? invalid(
            `The text field in the ContentBlock object at ${path} is blank. Add text to the text field, and try again.`,
          )
        : undefined
    case 'toolUse':
      return checkUse(fields(fields(block)['toolUse']), path, assistant, model)
    case 'toolResult':
      return checkResult(fields(fields(block)['toolResult']), path, assistant, model)
    case 'reasoningContent':
      return checkReasoning(fields(fields(block)['reasoningContent']), path, assistant, model)
    default:
      return undefined
  }
}

/** A lone line break was taken by Claude; nobody takes nothing. */
function isBlank(text: unknown, { family }: SimulatedModel): boolean {
  if (typeof text !== 'string' || text === '') return true
  return text.trim() === '' && family !== 'claude'
}

function checkUse(
  use: Fields,
  path: string,
  assistant: boolean,
  { family, base }: SimulatedModel,
): Verdict {
  const id = String(use['toolUseId'])
  const { input } = use
  if (!assistant) return strict(`${path}: a call stands in a message of the user.`)
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return invalid(
      `The format of the value at ${path}.toolUse.input is invalid. Provide a json object for the field and try again.`,
    )
  }
  if (!/^[a-zA-Z0-9_-]{1,64}$/.test(String(use['name']))) {
    return strict(`${path}: ${String(use['name'])} is no name of a tool.`)
  }
  return checkId(id, path, family, base)
}

function checkId(id: string, path: string, family: string, base: string): Verdict {
  if (family === 'unknown') return undefined
  if (family === 'kimi') {
    return /^functions\.[a-zA-Z0-9_-]+:\d+$/.test(id)
      ? undefined
      : strict(`${path}: the model goes silent on the id ${id}; it writes functions.{name}:{n}.`)
  }
  // Pixtral was seen to take the ids that Bedrock makes.
  if (family === 'mistral' && !base.includes('pixtral')) {
    return /^[a-zA-Z0-9]{9}$/.test(id)
      ? undefined
      : invalid(`Tool call id was ${id} but must be a-z, A-Z, 0-9, with a length of 9.`)
  }
  return /^[a-zA-Z0-9_-]{1,64}$/.test(id)
    ? undefined
    : invalid(
        `1 validation error detected: Value '${id}' at '${path}.toolUse.toolUseId' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+`,
      )
}

function checkReasoning(
  reasoning: Fields,
  path: string,
  assistant: boolean,
  { family }: SimulatedModel,
): Verdict {
  if (!assistant) return strict(`${path}: reasoning stands in a message of the user.`)
  if (family === 'unknown') return undefined
  const { signature, text } = fields(reasoning['reasoningText'])
  if (family !== 'claude') {
    return invalid(
      signature === undefined
        ? "This model doesn't support the reasoningContent field. Remove reasoningContent and try again."
        : "This model doesn't support the reasoningContent.reasoningText.signature field. Remove reasoningContent.reasoningText.signature and try again.",
    )
  }
  if (reasoning['redactedContent'] !== undefined) {
    return /^[A-Za-z0-9+/]+={0,2}$/.test(String(reasoning['redactedContent']))
      ? undefined
      : strict(`${path}: redactedContent is not base64.`)
  }
  if (typeof signature !== 'string' || signature.trim() === '' || typeof text !== 'string') {
    return invalid(`${path}.thinking.signature: Field required`)
  }
  return undefined
}

function checkLast(messages: readonly unknown[], { family, version }: SimulatedModel): Verdict {
  const { role, content } = fields(messages.at(-1))
  if (role !== 'assistant') return undefined
  if (family === 'claude' && version >= 406) {
    return invalid(
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    )
  }
  const text = fields(list(content).at(-1))['text']
  return typeof text === 'string' && /\s$/.test(text)
    ? invalid('messages: final assistant content cannot end with trailing whitespace')
    : undefined
}
