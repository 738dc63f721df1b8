import type {
  AssistantPart,
  CachePoint,
  JsonObject,
  JsonValue,
  Message,
  PreparedRequest,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from '@autobot/core/provider'
import type { Spelling } from '../families/facts.ts'
import { encodeMedia } from './encode-media.ts'
import { systemTools } from './system-tools.ts'
import type {
  CachePointBlock,
  ContentBlock,
  GuardBlock,
  ResultBlock,
  SystemBlock,
  WireMessage,
} from './types.ts'

export interface EncodedMessages {
  readonly system: readonly SystemBlock[]
  readonly messages: readonly WireMessage[]
}

export function encodeMessages(request: PreparedRequest, spelling: Spelling): EncodedMessages {
  const points = request.cachePoints ?? []
  const markers = new Map<string, CachePointBlock>()
  for (const point of points) {
    if (point.after === 'part') markers.set(`${point.message}.${point.part}`, cachePoint(point))
  }
  const ownTools = systemTools(request)
  const system: SystemBlock[] = []
  const messages: { role: 'user' | 'assistant'; content: ContentBlock[] }[] = []
  const add = (role: 'user' | 'assistant', blocks: readonly ContentBlock[]): void => {
    if (blocks.length === 0) return
    const last = messages.at(-1)
    // Results of one turn, and what the user says behind them, are one message on this wire.
    if (last?.role === role) last.content.push(...blocks)
    else messages.push({ role, content: [...blocks] })
  }

  request.messages.forEach((message, index) => {
    if (message.role === 'system') {
      for (const part of message.content) if (part.text.trim() !== '') system.push(guarded(part))
      return
    }
    const blocks: ContentBlock[] = []
    partsOf(message, spelling, ownTools).forEach((made, part) => {
      if (made.length === 0) return
      blocks.push(...made)
      const marker = markers.get(`${index}.${part}`)
      if (marker !== undefined) blocks.push(marker)
    })
    add(message.role === 'assistant' ? 'assistant' : 'user', blocks)
  })
  const afterSystem = points.find((point) => point.after === 'system')
  if (afterSystem !== undefined && system.length > 0) system.push(cachePoint(afterSystem))
  return { system, messages }
}

export function cachePoint(point: CachePoint): CachePointBlock {
  const { ttl } = point
  return { cachePoint: { type: 'default', ...(ttl !== undefined && { ttl }) } }
}

/** One entry for each part, so that the places of cache markers stay true. */
function partsOf(
  message: Exclude<Message, { role: 'system' }>,
  spelling: Spelling,
  ownTools: readonly string[],
): readonly (readonly ContentBlock[])[] {
  switch (message.role) {
    case 'user':
      return message.content.map((part) =>
        only(part.type === 'text' ? userText(part) : encodeMedia(part)),
      )
    case 'assistant':
      return message.content.map((part) =>
        part.type === 'tool_call' && part.providerExecuted === true
          ? ranByService(part, ownTools)
          : only(assistantBlock(part)),
      )
    case 'tool':
      return message.content.map((part) => [resultBlock(part, spelling)])
  }
}

function only(block: ContentBlock | undefined): readonly ContentBlock[] {
  return block === undefined ? [] : [block]
}

/** Call and result stand side by side; they are refused where the tool is not declared. */
function ranByService(part: ToolCallPart, ownTools: readonly string[]): readonly ContentBlock[] {
  const toolResult = part.providerMetadata?.['bedrock']?.['toolResult']
  if (!ownTools.includes(part.name) || !isObject(toolResult)) return []
  const toolUseId = String(toolResult['toolUseId'])
  const input = objectInput(part)
  return [
    { toolUse: { toolUseId, name: part.name, input, type: 'server_tool_use' } },
    { toolResult },
  ]
}

/** The user's own mark makes a text one that guardrails look at, or one to be cited. */
function userText(part: TextPart): ContentBlock | undefined {
  if (part.text.trim() === '') return undefined
  const found = part.providerMetadata?.['bedrock']?.['searchResult']
  if (!isObject(found)) return guarded(part)
  return {
    searchResult: {
      source: String(found['source'] ?? ''),
      title: String(found['title'] ?? ''),
      content: [{ text: part.text }],
      citations: { enabled: found['citations'] !== false },
    },
  }
}

function guarded({ text, providerMetadata }: TextPart): { readonly text: string } | GuardBlock {
  const mark = providerMetadata?.['bedrock']?.['guardContent']
  if (mark === undefined || mark === false) return { text }
  const qualifiers = Array.isArray(mark) ? mark : []
  return { guardContent: { text: { text, ...(qualifiers.length > 0 && { qualifiers }) } } }
}

function textBlock(text: string): { readonly text: string } | undefined {
  return text.trim() === '' ? undefined : { text }
}

function assistantBlock(part: AssistantPart): ContentBlock | undefined {
  switch (part.type) {
    case 'text':
      return textBlock(part.text)
    case 'reasoning': {
      const { signature, redactedContent } = part.providerMetadata?.['bedrock'] ?? {}
      if (typeof redactedContent === 'string') return { reasoningContent: { redactedContent } }
      if (typeof signature !== 'string') return undefined
      return { reasoningContent: { reasoningText: { text: part.text, signature } } }
    }
    case 'tool_call':
      return { toolUse: { toolUseId: part.id, name: part.name, input: objectInput(part) } }
    default:
      return undefined
  }
}

/** The wire takes nothing but an object; what else the model wrote stays readable inside one. */
function objectInput(part: {
  readonly input: JsonValue
  readonly argumentsText: string
  readonly invalid?: string
}): JsonValue {
  if (part.invalid !== undefined) return { rawInvalidInput: part.argumentsText }
  const { input } = part
  return isObject(input) ? input : { value: input }
}

function resultBlock(part: ToolResultPart, spelling: Spelling): ContentBlock {
  const content: ResultBlock[] = []
  for (const item of part.content) {
    if (item.type === 'text') {
      const block = textBlock(item.text)
      if (block !== undefined) content.push(block)
    } else if (item.type === 'json') {
      content.push(
        isObject(item.value) ? { json: item.value } : { text: JSON.stringify(item.value) },
      )
    } else {
      const block = encodeMedia(item)
      if (block !== undefined) content.push(block)
    }
  }
  if (content.length === 0) content.push({ text: '(no output)' })
  const status = part.isError === true ? ('error' as const) : ('success' as const)
  return {
    toolResult: {
      toolUseId: part.toolCallId,
      content,
      ...(spelling.toolStatus !== 'no' && { status }),
    },
  }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
