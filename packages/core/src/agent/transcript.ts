import type { AssistantMessage, Message, ToolCallPart } from '../contract/message.ts'

/** The conversation of a run: append-only, the history that it was given stays as it is. */
export interface Transcript {
  /** A view that grows: copy it to keep it. */
  readonly messages: readonly Message[]
  /** What was added to the history. */
  readonly added: readonly Message[]
  append(message: Message): void
}

export function createTranscript(history: readonly Message[]): Transcript {
  const messages = [...history]
  const added: Message[] = []
  return {
    messages,
    added,
    append(message) {
      messages.push(message)
      added.push(message)
    },
  }
}

/** The calls of a message that are ours to run. */
export function runnableCalls(message: AssistantMessage): readonly ToolCallPart[] {
  return message.content.filter(
    (part): part is ToolCallPart =>
      part.type === 'tool_call' && part.incomplete !== true && part.providerExecuted !== true,
  )
}

/** The calls at the end of a history that have no result yet. */
export function unansweredCalls(history: readonly Message[]): readonly ToolCallPart[] {
  const at = history.findLastIndex(({ role }) => role === 'assistant')
  const last = history[at]
  if (last?.role !== 'assistant') return []
  const after = history.slice(at + 1)
  if (after.some(({ role }) => role !== 'tool')) return []
  const answered = new Set<string>()
  for (const message of after) {
    if (message.role === 'tool') for (const part of message.content) answered.add(part.toolCallId)
  }
  return runnableCalls(last).filter(({ id }) => !answered.has(id))
}
