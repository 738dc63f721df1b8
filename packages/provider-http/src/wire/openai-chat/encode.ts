import type { JsonObject, JsonValue, PreparedRequest } from '@autobot/core/provider'
import { cacheKey } from '../cache-key.ts'
import type { CodecContext } from '../codec.ts'
import { markerAt } from './cache-marker.ts'
import { encodeMessages } from './messages.ts'
import type { ChatSpelling } from './types.ts'

/** The body. Keys have one order, so that the same request has the same bytes. */
export function encode(request: PreparedRequest, context: CodecContext<ChatSpelling>): JsonObject {
  const { spelling, prefix } = context
  const body: Record<string, JsonValue | undefined> = {
    model: wireModel(request.model, spelling),
    messages: encodeMessages(request, context),
    ...tools(request, spelling),
  }
  if (request.maxOutputTokens !== undefined) {
    body[spelling.maxTokensField ?? 'max_tokens'] = request.maxOutputTokens
  }
  if (request.temperature !== undefined) body['temperature'] = request.temperature
  if (request.topP !== undefined) body['top_p'] = request.topP
  if (request.topK !== undefined) body['top_k'] = request.topK
  if (request.stopSequences !== undefined) body['stop'] = request.stopSequences
  if (request.seed !== undefined) body[spelling.seedField ?? 'seed'] = request.seed
  if (request.presencePenalty !== undefined) body['presence_penalty'] = request.presencePenalty
  if (request.frequencyPenalty !== undefined) body['frequency_penalty'] = request.frequencyPenalty
  Object.assign(body, effort(request, spelling))
  if (request.output !== undefined) {
    const { schema, name, description } = request.output
    body['response_format'] = {
      type: 'json_schema',
      json_schema: {
        name: name ?? 'answer',
        ...(description !== undefined && { description }),
        schema,
        strict: true,
      },
    }
  }
  const userField = spelling.userField ?? 'none'
  if (request.user !== undefined && userField !== 'none') body[userField] = request.user
  if (request.metadata !== undefined && spelling.metadata === 'send') {
    body['metadata'] = request.metadata
  }
  if (spelling.cacheKeyField === 'prompt_cache_key' && request.cache !== 'off') {
    body['prompt_cache_key'] = cacheKey(request)
  }
  // Else a route may take the request and leave the tools out.
  if (spelling.routes === 'with_tools' && body['tools'] !== undefined) {
    body['provider'] = { require_parameters: true }
  }
  body['stream'] = true
  if (spelling.streamUsage !== 'omit') body['stream_options'] = { include_usage: true }
  return { ...body, ...spelling.body, ...request.providerOptions?.[prefix] }
}

function wireModel(model: string, spelling: ChatSpelling): string {
  return spelling.modelForm === 'last_segment' ? model.slice(model.lastIndexOf('/') + 1) : model
}

function tools(request: PreparedRequest, spelling: ChatSpelling): JsonObject {
  if (request.tools === undefined || request.tools.length === 0) return {}
  const marker = markerAt(request, (point) => point.after === 'tools', spelling)
  const last = request.tools.length - 1
  const list = request.tools.map(({ name, description, inputSchema }, index) => ({
    type: 'function',
    function: {
      name,
      ...(description !== undefined && description !== '' && { description }),
      parameters: inputSchema,
    },
    ...(index === last && marker),
  }))
  const { toolChoice, parallelToolCalls } = request
  return {
    tools: list,
    ...(toolChoice !== undefined && { tool_choice: choice(toolChoice, spelling) }),
    ...(parallelToolCalls !== undefined && { parallel_tool_calls: parallelToolCalls }),
  }
}

function choice(
  asked: NonNullable<PreparedRequest['toolChoice']>,
  spelling: ChatSpelling,
): JsonValue {
  if (typeof asked === 'object') return { type: 'function', function: { name: asked.tool } }
  return asked === 'required' ? (spelling.requiredChoice ?? 'required') : asked
}

function effort({ reasoning }: PreparedRequest, spelling: ChatSpelling): JsonObject {
  if (reasoning === undefined) return {}
  const off = reasoning === 'none'
  const word = spelling.effortWords?.[reasoning] ?? reasoning
  switch (spelling.effortForm ?? 'reasoning_effort') {
    case 'reasoning_effort':
      return { reasoning_effort: word }
    case 'reasoning_object':
      return { reasoning: off ? { enabled: false } : { effort: word } }
    case 'thinking_type':
      return { thinking: { type: off ? 'disabled' : 'enabled' } }
    case 'thinking_type_with_effort':
      return off
        ? { thinking: { type: 'disabled' } }
        : { thinking: { type: 'enabled' }, reasoning_effort: word }
    case 'enable_thinking':
      return { enable_thinking: !off }
    case 'template_thinking':
      return { chat_template_kwargs: { enable_thinking: !off } }
  }
}
