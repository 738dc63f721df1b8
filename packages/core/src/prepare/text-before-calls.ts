import type { AssistantPart, Message } from '../contract/message.ts'
import { rewrite, withContent } from './rewrite.ts'

/** Calls come last in a turn, as several wires demand; nothing is moved across reasoning. */
export function textBeforeCalls(messages: readonly Message[]): readonly Message[] {
  return rewrite<Message>(messages, (message) =>
    message.role === 'assistant' ? withContent(message, ordered(message.content)) : message,
  )
}

function ordered(content: readonly AssistantPart[]): readonly AssistantPart[] {
  const first = content.findIndex((part) => part.type === 'tool_call')
  if (first === -1) return content
  const tail = content.slice(first)
  if (tail.every((part) => part.type === 'tool_call')) return content
  if (tail.some((part) => part.type === 'reasoning' || 'providerExecuted' in part)) return content
  return [
    ...content.slice(0, first),
    ...tail.filter((part) => part.type !== 'tool_call'),
    ...tail.filter((part) => part.type === 'tool_call'),
  ]
}
