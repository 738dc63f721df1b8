import type {
  AssistantMessage,
  FilePart,
  JsonObject,
  PreparedRequest,
  ToolResultPart,
} from '@autobot/core/provider'
import { toBase64 } from '../base64.ts'
import type { CodecContext } from '../codec.ts'
import { textOf } from '../values.ts'
import type { GeminiSpelling } from './types.ts'

export function encodeContents(
  request: PreparedRequest,
  context: CodecContext<GeminiSpelling>,
): readonly JsonObject[] {
  const contents: JsonObject[] = []
  for (const message of request.messages) {
    switch (message.role) {
      case 'system':
        break
      case 'user':
        contents.push({
          role: 'user',
          parts: message.content.map((part) =>
            part.type === 'text' ? { text: part.text } : file(part),
          ),
        })
        break
      case 'assistant': {
        const parts = modelParts(message, context)
        if (parts.length > 0) contents.push({ role: 'model', parts })
        break
      }
      // A content of its own: beside other parts it is taken for the model's.
      case 'tool':
        contents.push({
          role: 'user',
          parts: message.content.map((part) => response(part, context)),
        })
        break
    }
  }
  return contents
}

function modelParts(
  message: AssistantMessage,
  { prefix, spelling }: CodecContext<GeminiSpelling>,
): JsonObject[] {
  const parts: JsonObject[] = []
  let hasCall = false
  for (const part of message.content) {
    const own = textOf(part.providerMetadata?.[prefix]?.['thoughtSignature'])
    const signed = own !== undefined && { thoughtSignature: own }
    switch (part.type) {
      case 'text':
        parts.push({ text: part.text, ...signed })
        break
      case 'reasoning':
        if (part.text !== '' || own !== undefined) {
          parts.push({ text: part.text, thought: true, ...signed })
        }
        break
      case 'tool_call': {
        if (part.providerExecuted === true) break
        // Only the first call of a turn carries a signature.
        const foreign = hasCall ? undefined : spelling.foreignSignature
        const signature = own ?? foreign
        hasCall = true
        parts.push({
          functionCall: {
            ...(spelling.callIds !== 'omit' && part.id !== '' && { id: part.id }),
            name: part.name,
            args: part.input,
          },
          ...(signature !== undefined && { thoughtSignature: signature }),
        })
        break
      }
      case 'file':
        if (part.data !== undefined) parts.push({ ...file(part), ...signed })
        break
      default:
        break
    }
  }
  return parts
}

function response(result: ToolResultPart, { spelling }: CodecContext<GeminiSpelling>): JsonObject {
  const text = result.content
    .flatMap((part) => {
      if (part.type === 'file') return []
      return part.type === 'text' ? part.text : JSON.stringify(part.value)
    })
    .join('\n')
  const files = result.content.flatMap((part) => (part.type === 'file' ? [file(part)] : []))
  return {
    functionResponse: {
      ...(spelling.callIds !== 'omit' && result.toolCallId !== '' && { id: result.toolCallId }),
      name: result.toolName,
      response: result.isError === true ? { error: text } : { output: text },
      ...(files.length > 0 && { parts: files }),
    },
  }
}

function file(part: FilePart): JsonObject {
  return part.url === undefined
    ? { inlineData: { mimeType: part.mediaType, data: toBase64(part.data) } }
    : { fileData: { mimeType: part.mediaType, fileUri: part.url } }
}
