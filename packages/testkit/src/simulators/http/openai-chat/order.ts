import { fields, text, type Fields } from '../json.ts'
import { invalid } from '../openai-refusal.ts'
import type { Verdict } from '../wire.ts'
import type { ChatFlavour } from './flavour.ts'

/** What templates of open models raise over the order of roles. */
export function checkTemplate(messages: readonly Fields[]): Verdict {
  const alternate =
    'After the optional system message, conversation roles must alternate user/assistant/user/assistant/...'
  const talk = messages.filter(({ role }, index) => role !== 'system' || index > 0)
  if (talk.some(({ role }) => role === 'system')) {
    return invalid('System message must be at the beginning.')
  }
  const roles = talk.map(({ role }) => text(role))
  if (roles[0] !== 'user') return invalid(alternate)
  const wrong = roles.some(
    (role, index) => index > 0 && role !== 'tool' && role === roles[index - 1],
  )
  return wrong ? invalid(alternate) : undefined
}

/** Services that think want their thoughts back with the calls that came of them. */
export function checkReasoning(
  messages: readonly Fields[],
  body: Fields,
  { name }: ChatFlavour,
): Verdict {
  if (name !== 'deepseek' && name !== 'kimi') return undefined
  if (fields(body['thinking'])['type'] === 'disabled') return undefined
  const index = messages.findIndex(
    (message) =>
      // One of the two wants them with each answer, the other with those that hold calls.
      (name === 'deepseek' || message['tool_calls'] !== undefined) &&
      message['role'] === 'assistant' &&
      typeof message['reasoning_content'] !== 'string',
  )
  if (index === -1) return undefined
  return name === 'deepseek'
    ? invalid('The `reasoning_content` in the thinking mode must be passed back to the API.')
    : invalid(
        `thinking is enabled but reasoning_content is missing in assistant tool call message at index ${index}`,
      )
}
