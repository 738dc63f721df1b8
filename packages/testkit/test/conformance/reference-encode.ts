import type {
  AssistantPart,
  Message,
  PreparedRequest,
  ToolResultContent,
  UserMessage,
} from '@autobot/core/provider'
import type { Mutation } from './mutations.ts'

type Has = (mutation: Mutation) => boolean

let sent = 0
let shared: string | undefined

/** A request of the reference wire. */
export function encode(request: PreparedRequest, prefix: string, has: Has): object {
  const { messages, tools, toolChoice, output, providerOptions } = request
  if (has('the request is changed in place')) (request as { model: string }).model = 'changed'
  const turns = messages.filter(({ role }) => role !== 'system')
  if (has('the last message is dropped') && turns.length > 1) turns.pop()
  const system = messages.flatMap((message) =>
    message.role === 'system' ? message.content.map(({ text }) => text) : [],
  )
  const own = providerOptions?.[has('options of others are sent') ? 'elsewhere' : prefix]
  const before = shared
  shared = JSON.stringify(turns.at(-1))
  return {
    model: request.model,
    stream: true,
    ...(has('the request is not stable') && { nonce: (sent += 1) }),
    ...(before !== undefined && has('state is shared by all providers') && { before }),
    ...(!has('system text is dropped') && { system }),
    messages: turns.map((message) => encodeMessage(message, prefix, has)),
    ...(!has('tools are dropped') &&
      tools !== undefined && {
        tools: tools.map(({ name, description, inputSchema }) => ({
          name,
          ...(!has('descriptions are dropped') && { description }),
          schema: inputSchema,
        })),
        ...(!has('the tool choice is ignored') && { choice: toolChoice }),
        ...(!has('parallel calls are not switched off') && { parallel: request.parallelToolCalls }),
      }),
    ...(!has('the limit of tokens is dropped') && { limit: request.maxOutputTokens }),
    ...(!has('the temperature is dropped') && { temperature: request.temperature }),
    top_p: request.topP,
    top_k: request.topK,
    ...(!has('the seed is dropped') && { seed: request.seed }),
    presence: request.presencePenalty,
    frequency: request.frequencyPenalty,
    ...(!has('stop sequences are dropped') && { stop: request.stopSequences }),
    effort: request.reasoning,
    ...(!has('the shape of the answer is dropped') && { shape: output?.schema }),
    ...(!has('cache points are dropped') && { cache: request.cachePoints }),
    ...own,
    ...(has('unknown fields are sent') && (request as { xUnknown?: object }).xUnknown),
  }
}

function encodeMessage(message: Message, prefix: string, has: Has): object {
  switch (message.role) {
    case 'assistant':
      return {
        from: 'model',
        parts: message.content.flatMap((part) => modelPart(part, prefix, has)),
      }
    case 'tool': {
      const results = message.content.map(({ toolCallId, content, isError }) => ({
        result: {
          id: toolCallId,
          parts: content.flatMap((part) => resultPart(part, has)),
          ...(!has('the error flag is dropped') && { failed: isError === true }),
        },
      }))
      const swap = has('results are in another order')
      return { from: 'tool', parts: swap ? results.toReversed() : results }
    }
    default:
      return {
        from: 'user',
        parts: [
          ...message.content.flatMap((part) => userPart(part, has)),
          ...(has('an empty text block is sent') ? [{ text: '' }] : []),
        ],
      }
  }
}

function modelPart(part: AssistantPart, prefix: string, has: Has): readonly object[] {
  switch (part.type) {
    case 'text':
      return has('words beside calls are dropped') ? [] : [{ text: part.text }]
    case 'reasoning': {
      if (has('thoughts do not go back')) return []
      const seal = part.providerMetadata?.[prefix]?.['seal']
      return [{ thought: part.text, seal: has('the seal is changed') ? `${String(seal)}x` : seal }]
    }
    case 'tool_call':
      return [{ call: { id: part.id, name: part.name, args: JSON.stringify(part.input) } }]
    default:
      return []
  }
}

function userPart(part: UserMessage['content'][number], has: Has): readonly object[] {
  if (part.type === 'text') return [{ text: part.text }]
  const isPicture = part.mediaType.startsWith('image/')
  if (has('pictures are dropped') && isPicture) return []
  if (has('documents are dropped') && !isPicture) return []
  return [file(part, has)]
}

function file(
  { mediaType, data = new Uint8Array() }: { mediaType: string; data?: Uint8Array | undefined },
  has: Has,
): object {
  const once = Buffer.from(data).toString('base64')
  const twice = has('pictures are encoded twice')
  return { file: mediaType, data: twice ? Buffer.from(once).toString('base64') : once }
}

function resultPart(part: ToolResultContent, has: Has): readonly object[] {
  switch (part.type) {
    case 'text':
      return [{ text: part.text }]
    case 'json':
      return has('json of results is dropped') ? [] : [{ text: JSON.stringify(part.value) }]
    case 'file':
      return has('pictures of results are dropped') ? [] : [file(part, has)]
  }
}
