import type { AssistantMessage, Message, ToolCallPart } from '../contract/message.ts'

/** The calls of a turn that want a result from here. */
export function clientCalls(message: AssistantMessage): readonly ToolCallPart[] {
  return message.content.filter(
    (part): part is ToolCallPart => part.type === 'tool_call' && part.providerExecuted !== true,
  )
}

export function hasToolBlocks(messages: readonly Message[]): boolean {
  return messages.some(
    (message) =>
      message.role === 'tool' || (message.role === 'assistant' && clientCalls(message).length > 0),
  )
}
