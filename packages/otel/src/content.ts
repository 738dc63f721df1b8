import type {
  AssistantPart,
  ChatRequest,
  ChatResponse,
  FilePart,
  Message,
  ToolCallPart,
  ToolResultPart,
} from '@autobot/core'
import type { Attributes } from '@opentelemetry/api'
import { present } from './attributes.ts'

/** Writes what was said as attributes; nothing where content is off. */
export interface ContentWriter {
  request(request: ChatRequest): Attributes
  response(response: ChatResponse): Attributes
  call(call: ToolCallPart): Attributes
  result(result: ToolResultPart): Attributes
}

export function createContentWriter(
  enabled: boolean,
  redact: (text: string) => string = (text) => text,
): ContentWriter {
  if (!enabled) {
    const nothing = (): Attributes => ({})
    return { request: nothing, response: nothing, call: nothing, result: nothing }
  }
  const json = (value: unknown): string => redact(JSON.stringify(value))
  return {
    request({ messages, tools = [] }) {
      const system = messages.filter(({ role }) => role === 'system')
      const rest = messages.filter(({ role }) => role !== 'system')
      return present({
        'gen_ai.system_instructions':
          system.length === 0 ? undefined : json(system.flatMap(partsOf)),
        'gen_ai.input.messages': json(rest.map((one) => ({ role: one.role, parts: partsOf(one) }))),
        'gen_ai.tool.definitions':
          tools.length === 0
            ? undefined
            : json(
                tools.map(({ name, description, inputSchema }) => ({
                  type: 'function',
                  name,
                  description,
                  parameters: inputSchema,
                })),
              ),
      })
    },
    response({ message, finishReason }) {
      const reason = finishReason === 'tool_calls' ? 'tool_call' : finishReason
      const output = { role: 'assistant', parts: partsOf(message), finish_reason: reason }
      return { 'gen_ai.output.messages': json([output]) }
    },
    call: ({ input }) => ({ 'gen_ai.tool.call.arguments': json(input) }),
    result: (result) => ({ 'gen_ai.tool.call.result': json(responseOf(result)) }),
  }
}

function partsOf(message: Message): readonly object[] {
  return (message.content as readonly (AssistantPart | ToolResultPart)[]).map(partOf)
}

function partOf(part: AssistantPart | ToolResultPart): object {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return { type: part.type, content: part.text }
    case 'tool_call':
      return { type: 'tool_call', id: part.id, name: part.name, arguments: part.input }
    case 'tool_result':
      return { type: 'tool_call_response', id: part.toolCallId, response: responseOf(part) }
    case 'file':
      return fileOf(part)
    case 'source':
      return { type: 'source', uri: part.url, title: part.title }
  }
}

/** One text is the response itself; anything else is the list of its parts. */
function responseOf({ content }: ToolResultPart): unknown {
  const [first] = content
  if (content.length === 1 && first?.type === 'text') return first.text
  if (content.length === 1 && first?.type === 'json') return first.value
  return content.map((part) =>
    part.type === 'json' ? { type: 'json', content: part.value } : partOf(part),
  )
}

/** Bytes are named, not copied: a span is no place for a video. */
function fileOf({ mediaType, data, name, url }: FilePart): object {
  const kind = mediaType.split('/', 1)[0] ?? ''
  const modality = ['image', 'audio', 'video'].includes(kind) ? kind : 'document'
  const type = url === undefined ? 'file_bytes' : 'uri'
  return { type, mime_type: mediaType, modality, name, uri: url, bytes: data?.byteLength }
}
