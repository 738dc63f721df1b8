import type {
  AssistantMessage,
  FilePart,
  JsonObject,
  PreparedRequest,
  ToolResultPart,
} from '@autobot/core/provider'
import { toBase64 } from '../base64.ts'
import { textOf } from '../values.ts'
import { markerAt } from './cache-marker.ts'

interface Turn {
  readonly role: 'user' | 'assistant'
  readonly content: JsonObject[]
}

/** Results and what the user says after them are one turn on this wire. */
export function encodeMessages(request: PreparedRequest, prefix: string): readonly JsonObject[] {
  const turns: Turn[] = []
  for (const [index, message] of request.messages.entries()) {
    if (message.role === 'system') continue
    const marker = (part: number) =>
      markerAt(
        request,
        (point) => point.after === 'part' && point.message === index && point.part === part,
      )
    const role = message.role === 'assistant' ? 'assistant' : 'user'
    const content =
      message.role === 'assistant'
        ? assistantBlocks(message, prefix, marker)
        : message.role === 'tool'
          ? message.content.map((part, at) => ({ ...toolResult(part), ...marker(at) }))
          : message.content.map((part, at) => ({
              ...(part.type === 'text' ? { type: 'text', text: part.text } : file(part)),
              ...marker(at),
            }))
    if (content.length === 0) continue
    const last = turns.at(-1)
    if (last?.role === role) last.content.push(...content)
    else turns.push({ role, content: [...content] })
  }
  return turns.map((turn) => ({ ...turn }))
}

function assistantBlocks(
  message: AssistantMessage,
  prefix: string,
  marker: (part: number) => JsonObject | undefined,
): JsonObject[] {
  const blocks: JsonObject[] = []
  for (const [at, part] of message.content.entries()) {
    switch (part.type) {
      case 'text':
        if (part.text !== '') blocks.push({ type: 'text', text: part.text, ...marker(at) })
        break
      case 'reasoning': {
        const own = part.providerMetadata?.[prefix]
        const redacted = textOf(own?.['redactedData'])
        const signature = textOf(own?.['signature'])
        if (redacted !== undefined) blocks.push({ type: 'redacted_thinking', data: redacted })
        else if (signature !== undefined) {
          blocks.push({ type: 'thinking', thinking: part.text, signature })
        }
        break
      }
      case 'tool_call':
        // What the provider ran itself cannot go back without its own blocks.
        if (part.providerExecuted === true) break
        blocks.push({
          type: 'tool_use',
          id: part.id,
          name: part.name,
          input: part.input,
          ...marker(at),
        })
        break
      default:
        break
    }
  }
  return blocks
}

function toolResult(result: ToolResultPart): JsonObject {
  const isError = result.isError === true
  // The flag is refused beside anything but text: the words then say it, as on wires without one.
  const flagged = isError && result.content.every((part) => part.type !== 'file')
  const content = result.content.map((part): JsonObject => {
    if (part.type === 'file') return file(part)
    return { type: 'text', text: part.type === 'text' ? part.text : JSON.stringify(part.value) }
  })
  return {
    type: 'tool_result',
    tool_use_id: result.toolCallId,
    content: isError && !flagged ? asError(content) : content,
    ...(flagged && { is_error: true }),
  }
}

function asError([first, ...rest]: readonly JsonObject[]): readonly JsonObject[] {
  const said = textOf(first?.['text'])
  if (first === undefined || said === undefined) {
    return [
      { type: 'text', text: 'Error: see below' },
      ...(first === undefined ? [] : [first]),
      ...rest,
    ]
  }
  return said.startsWith('Error: ')
    ? [first, ...rest]
    : [{ ...first, text: `Error: ${said}` }, ...rest]
}

function file(part: FilePart): JsonObject {
  const isImage = part.mediaType.startsWith('image/')
  const source =
    part.url === undefined
      ? { type: 'base64', media_type: part.mediaType, data: toBase64(part.data) }
      : { type: 'url', url: part.url }
  return {
    type: isImage ? 'image' : 'document',
    source,
    ...(!isImage && part.name !== undefined && { title: part.name }),
  }
}
