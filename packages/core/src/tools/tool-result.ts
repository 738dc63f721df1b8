import type { JsonValue } from '../contract/json.ts'
import type { ToolCallPart, ToolResultContent, ToolResultPart } from '../contract/message.ts'
import type { ToolOutput } from '../contract/tool.ts'

/** What a tool returned, as the result of its call. */
export function toolResult(call: ToolCallPart, output: ToolOutput): ToolResultPart {
  if (typeof output === 'object' && output !== null && 'content' in output) {
    const { content, isError } = output as {
      readonly content: readonly ToolResultContent[]
      readonly isError?: boolean
    }
    if (Array.isArray(content)) {
      return {
        type: 'tool_result',
        toolCallId: call.id,
        toolName: call.name,
        content,
        ...(isError === true && { isError }),
      }
    }
  }
  const content: ToolResultContent[] =
    output === undefined || output === ''
      ? []
      : typeof output === 'string'
        ? [{ type: 'text', text: output }]
        : [{ type: 'json', value: output as JsonValue }]
  return { type: 'tool_result', toolCallId: call.id, toolName: call.name, content }
}

export function errorResult(call: ToolCallPart, text: string): ToolResultPart {
  return {
    type: 'tool_result',
    toolCallId: call.id,
    toolName: call.name,
    content: [{ type: 'text', text }],
    isError: true,
  }
}
