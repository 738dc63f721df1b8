import type {
  AssistantMessage,
  FilePart,
  JsonObject,
  JsonValue,
  PreparedRequest,
  ToolResultPart,
} from '@autobot/core/provider'
import { dataUrl } from '../base64.ts'
import { listOf, objectOf, textOf } from '../values.ts'

/** The conversation as items, in their order. */
export function encodeInput(request: PreparedRequest, prefix: string): readonly JsonObject[] {
  const items: JsonObject[] = []
  for (const message of request.messages) {
    switch (message.role) {
      case 'system':
        break
      case 'user':
        items.push({
          role: 'user',
          content: message.content.map((part) =>
            part.type === 'text' ? { type: 'input_text', text: part.text } : file(part),
          ),
        })
        break
      case 'assistant':
        items.push(...assistantItems(message, prefix))
        break
      case 'tool':
        for (const result of message.content) items.push(toolOutput(result))
        break
    }
  }
  // Instructions alone are refused.
  return items.length > 0 ? items : [{ role: 'user', content: '' }]
}

/**
 * Ids of items are left out: without them a call does not demand the reasoning that belongs to
 * it. Reasoning itself goes back as it came.
 */
function assistantItems(message: AssistantMessage, prefix: string): JsonObject[] {
  const items: JsonObject[] = []
  for (const part of message.content) {
    const own = part.providerMetadata?.[prefix]
    switch (part.type) {
      case 'text': {
        if (part.text === '') break
        const phase = textOf(own?.['phase'])
        items.push({
          type: 'message',
          role: 'assistant',
          ...(phase !== undefined && { phase }),
          content: [{ type: 'output_text', text: part.text }],
        })
        break
      }
      case 'reasoning': {
        const item = objectOf(own?.['item'])
        // Nothing is stored: an id alone is an item that the provider does not find.
        const holds = textOf(item?.['encrypted_content']) ?? listOf(item?.['content'])[0]
        if (item !== undefined && holds !== undefined) items.push(item)
        break
      }
      case 'tool_call':
        if (part.providerExecuted === true) break
        items.push({
          type: 'function_call',
          call_id: part.id,
          name: part.name,
          arguments: part.argumentsText || JSON.stringify(part.input),
        })
        break
      default:
        break
    }
  }
  // Reasoning needs an item behind it.
  while (items.at(-1)?.['type'] === 'reasoning') items.pop()
  return items
}

function toolOutput(result: ToolResultPart): JsonObject {
  const hasFile = result.content.some((part) => part.type === 'file')
  const parts = result.content.map((part): JsonObject & { readonly text?: string } => {
    if (part.type === 'file') return file(part)
    const text = part.type === 'text' ? part.text : JSON.stringify(part.value)
    return { type: 'input_text', text }
  })
  const output: JsonValue = hasFile ? parts : parts.map((part) => part.text ?? '').join('\n')
  return { type: 'function_call_output', call_id: result.toolCallId, output }
}

function file(part: FilePart): JsonObject {
  if (part.mediaType.startsWith('image/')) {
    return {
      type: 'input_image',
      image_url: part.url ?? dataUrl(part.mediaType, part.data),
      detail: 'auto',
    }
  }
  if (part.url !== undefined) return { type: 'input_file', file_url: part.url }
  return {
    type: 'input_file',
    filename: part.name ?? 'document.pdf',
    file_data: dataUrl(part.mediaType, part.data),
  }
}
