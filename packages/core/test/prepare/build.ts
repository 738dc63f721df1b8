import type { Capabilities } from '../../src/contract/capabilities.ts'
import type { JsonValue } from '../../src/contract/json.ts'
import type {
  AssistantMessage,
  AssistantPart,
  FileBytesPart,
  Message,
  TextPart,
  ToolCallPart,
  ToolMessage,
  ToolResultPart,
  UserMessage,
} from '../../src/contract/message.ts'
import type { ChatRequest } from '../../src/contract/request.ts'
import { prepare } from '../../src/prepare/prepare.ts'
import type { PrepareOptions } from '../../src/prepare/prepared.ts'
import { deepFreeze } from './deep-freeze.ts'
import { requestComplaints as complaints } from '../../../testkit/src/validators/request-complaints.ts'

export const text = (value: string): TextPart => ({ type: 'text', text: value })
export const system = (value: string): Message => ({ role: 'system', content: [text(value)] })
export const user = (...content: (string | UserMessage['content'][number])[]): UserMessage => ({
  role: 'user',
  content: content.map((part) => (typeof part === 'string' ? text(part) : part)),
})
export const assistant = (...content: (string | AssistantPart)[]): AssistantMessage => ({
  role: 'assistant',
  content: content.map((part) => (typeof part === 'string' ? text(part) : part)),
})
export const own = (message: AssistantMessage): AssistantMessage => ({
  ...message,
  provider: 'acme',
  model: 'one',
})
export const call = (id: string, name = 'search', input: JsonValue = {}): ToolCallPart => ({
  type: 'tool_call',
  id,
  name,
  input,
  argumentsText: JSON.stringify(input),
})
export const result = (
  toolCallId: string,
  content: string | ToolResultPart['content'] = 'found',
  isError?: boolean,
): ToolResultPart => ({
  type: 'tool_result',
  toolCallId,
  toolName: 'search',
  content: typeof content === 'string' ? [text(content)] : content,
  ...(isError !== undefined && { isError }),
})
export const tool = (...content: ToolResultPart[]): ToolMessage => ({ role: 'tool', content })
export const png = (): FileBytesPart => ({
  type: 'file',
  mediaType: 'image/png',
  data: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1]),
})
export const file = (mediaType: string, body = 'body', name?: string): FileBytesPart => ({
  type: 'file',
  mediaType,
  data: new TextEncoder().encode(body),
  ...(name !== undefined && { name }),
})

/** Prepares for the model `acme/one` and fails when a strict server would refuse the outcome. */
export function prepared(
  request:
    | readonly Message[]
    | (Omit<ChatRequest, 'model' | 'messages'> & { messages?: readonly Message[] }),
  capabilities: Capabilities = {},
  options: PrepareOptions = {},
) {
  const given = 'messages' in request || !Array.isArray(request) ? request : { messages: request }
  const asked: ChatRequest = { model: 'one', messages: [user('hi')], ...(given as object) }
  const target = { prefix: 'acme', model: 'one', capabilities }
  const outcome = prepare(deepFreeze(asked), target, options)
  const found = complaints(outcome.request, capabilities, 'acme')
  if (found.length > 0) throw new Error(found.join('; '))
  return {
    ...outcome,
    messages: outcome.request.messages,
    codes: outcome.warnings.map((warning) => warning.code),
  }
}

/** The shape of a conversation in one line: `user(hi) assistant([c1]) tool(c1:found)`. */
export function line(messages: readonly Message[]): string {
  return messages
    .map((message) => {
      const parts = message.content.map((part) => {
        switch (part.type) {
          case 'text':
            return part.text
          case 'tool_call':
            return `[${part.id}]`
          case 'tool_result': {
            const shown = part.content.map((item) => (item.type === 'text' ? item.text : item.type))
            return `${part.toolCallId}:${shown.join('+')}`
          }
          default:
            return `<${part.type}>`
        }
      })
      return `${message.role}(${parts.join(' | ')})`
    })
    .join(' ')
}
