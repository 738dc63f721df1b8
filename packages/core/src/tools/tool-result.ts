import type { JsonValue } from '../contract/json.ts'
import type { ToolCallPart, ToolResultContent, ToolResultPart } from '../contract/message.ts'
import type { ToolOutput } from '../contract/tool.ts'

/**
 * What a tool returned, as the result of its call. A value is taken as JSON sees it, so that no
 * wire meets a date, a map or an object that the tool goes on changing.
 */
export function toolResult(call: ToolCallPart, output: ToolOutput): ToolResultPart {
  if (isParts(output)) {
    const { content, isError } = output
    return { ...resultOf(call, content), ...(isError === true && { isError }) }
  }
  if (output === undefined || output === '') return resultOf(call, [])
  if (typeof output === 'string') return resultOf(call, [{ type: 'text', text: output }])
  const json: string | undefined = JSON.stringify(output)
  if (json === undefined) return resultOf(call, [])
  return resultOf(call, [{ type: 'json', value: JSON.parse(json) as JsonValue }])
}

function resultOf(call: ToolCallPart, content: readonly ToolResultContent[]): ToolResultPart {
  return { type: 'tool_result', toolCallId: call.id, toolName: call.name, content }
}

/** A tool's own value may have a field `content` too: only parts that core knows count. */
function isParts(output: ToolOutput): output is {
  readonly content: readonly ToolResultContent[]
  readonly isError?: boolean
} {
  if (typeof output !== 'object' || output === null || !('content' in output)) return false
  const { content } = output
  return Array.isArray(content) && content.every(isPart)
}

function isPart(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const part = value as Readonly<Record<string, unknown>>
  switch (part['type']) {
    case 'text':
      return typeof part['text'] === 'string'
    case 'json':
      return part['value'] !== undefined
    case 'file':
      return part['data'] instanceof Uint8Array || typeof part['url'] === 'string'
    default:
      return false
  }
}

/** What the model reads of a call that an abort ended. */
export const abortedText = 'The tool call was aborted.'

export function errorResult(call: ToolCallPart, text: string): ToolResultPart {
  return { ...resultOf(call, [{ type: 'text', text }]), isError: true }
}
