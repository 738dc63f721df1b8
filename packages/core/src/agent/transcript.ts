import type { AssistantMessage, Message, ToolCallPart, ToolResultPart } from '../contract/message.ts'

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

export function toolMessage(results: readonly ToolResultPart[]): Message {
  return { role: 'tool', content: results }
}
