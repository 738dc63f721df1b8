import type {
  AssistantMessage,
  FilePart,
  JsonObject,
  JsonValue,
  PreparedRequest,
  TextPart,
  ToolResultPart,
} from '@autobot/core/provider'
import { dataUrl, toBase64 } from '../base64.ts'
import type { CodecContext } from '../codec.ts'
import { listOf, objectOf } from '../values.ts'
import { markerAt } from './cache-marker.ts'
import type { ChatPart, ChatSpelling, ChatToolCall } from './types.ts'

type Context = CodecContext<ChatSpelling>

export function encodeMessages(request: PreparedRequest, context: Context): readonly JsonObject[] {
  const { spelling } = context
  const out: JsonObject[] = []
  // One message: many chat templates take a single system message, and only in front.
  const system = request.messages.flatMap((message) =>
    message.role === 'system' ? message.content.map((part) => part.text) : [],
  )
  if (system.length > 0) {
    const text = system.join('\n\n')
    const marker = markerAt(request, (point) => point.after === 'system', spelling)
    out.push({
      role: spelling.systemRole ?? 'system',
      content:
        spelling.cacheMarkers === 'cache_control' ? [{ type: 'text', text, ...marker }] : text,
    })
  }
  for (const [index, message] of request.messages.entries()) {
    switch (message.role) {
      case 'system':
        break
      case 'user':
        out.push({ role: 'user', content: userContent(message.content, request, index, spelling) })
        break
      case 'assistant':
        out.push(assistant(message, request, context))
        break
      case 'tool':
        for (const result of message.content) out.push(toolMessage(result, spelling))
        break
    }
  }
  return out
}

function userContent(
  parts: readonly (TextPart | FilePart)[],
  request: PreparedRequest,
  message: number,
  spelling: ChatSpelling,
): string | (readonly ChatPart[] & JsonValue) {
  const made = parts.map((part, index): ChatPart => {
    const marker = markerAt(
      request,
      (point) => point.after === 'part' && point.message === message && point.part === index,
      spelling,
    )
    return { ...(part.type === 'text' ? { type: 'text', text: part.text } : file(part)), ...marker }
  })
  // Where markers may stand the form is one, so that a marker that moves on changes nothing else.
  const isPlain =
    spelling.cacheMarkers !== 'cache_control' && made.every((part) => part.type === 'text')
  if (!isPlain) return made as readonly ChatPart[] & JsonValue
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('\n\n')
}

function file(part: FilePart): ChatPart {
  const { mediaType } = part
  const url = part.url ?? dataUrl(mediaType, part.data)
  if (mediaType.startsWith('image/')) return { type: 'image_url', image_url: { url } }
  if (mediaType.startsWith('video/')) return { type: 'video_url', video_url: { url } }
  if (mediaType.startsWith('audio/') && part.data !== undefined) {
    const format = /wav/.test(mediaType) ? 'wav' : 'mp3'
    return { type: 'input_audio', input_audio: { data: toBase64(part.data), format } }
  }
  return { type: 'file', file: { filename: part.name ?? 'document.pdf', file_data: url } }
}

function assistant(
  message: AssistantMessage,
  request: PreparedRequest,
  { spelling, prefix }: Context,
): JsonObject {
  const texts: string[] = []
  const reasoning: string[] = []
  const details: JsonValue[] = []
  const calls: ChatToolCall[] = []
  for (const part of message.content) {
    const own = part.providerMetadata?.[prefix]
    switch (part.type) {
      case 'text':
        texts.push(part.text)
        break
      case 'reasoning':
        reasoning.push(part.text)
        details.push(...listOf(own?.['reasoningDetails']))
        break
      case 'tool_call': {
        const extra = objectOf(own?.['extraContent'])
        calls.push({
          id: part.id,
          type: 'function',
          function: {
            name: part.name,
            arguments: part.argumentsText || JSON.stringify(part.input),
          },
          ...(extra !== undefined && { extra_content: extra }),
        })
        break
      }
      default:
        break
    }
  }
  const text = texts.join('')
  const thought = reasoning.join('')
  const field = spelling.reasoningField ?? 'none'
  const content =
    field === 'thinking_chunks' && thought !== ''
      ? [
          { type: 'thinking', thinking: [{ type: 'text', text: thought }], closed: true },
          ...(text === '' ? [] : [{ type: 'text', text }]),
        ]
      : text
  const echo: Record<string, JsonValue> = {}
  if (field === 'reasoning_details') {
    if (details.length > 0) echo['reasoning_details'] = details
    else if (thought !== '') echo['reasoning'] = thought
  } else if (field === 'reasoning_content' || field === 'reasoning') {
    const always = spelling.reasoningEcho === 'always'
    if (always ? request.reasoning !== 'none' : thought !== '') {
      echo[field] = thought
    }
  }
  return {
    role: 'assistant',
    ...assistantContent(content, calls.length > 0, spelling),
    ...echo,
    ...(calls.length > 0 && { tool_calls: calls as unknown as JsonValue }),
  }
}

function assistantContent(
  content: JsonValue,
  hasCalls: boolean,
  spelling: ChatSpelling,
): JsonObject {
  if (content !== '' || !hasCalls) return { content }
  switch (spelling.assistantContent ?? 'null') {
    case 'null':
      return { content: null }
    case 'empty':
      return { content: '' }
    case 'omit':
      return {}
  }
}

function toolMessage(result: ToolResultPart, spelling: ChatSpelling): JsonObject {
  const content = result.content
    .map((part) => {
      if (part.type === 'text') return part.text
      // Files never come here: this wire's capabilities keep them out of results.
      return part.type === 'json' ? JSON.stringify(part.value) : `[${part.mediaType}]`
    })
    .join('\n')
  return {
    role: 'tool',
    tool_call_id: result.toolCallId,
    ...(spelling.toolMessageName === 'yes' && { name: result.toolName }),
    content,
  }
}
