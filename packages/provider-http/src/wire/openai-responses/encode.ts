import type { JsonObject, JsonValue, PreparedRequest } from '@autobot/core/provider'
import { cacheKey } from '../cache-key.ts'
import type { CodecContext } from '../codec.ts'
import { encodeInput } from './input.ts'
import type { ResponsesSpelling } from './types.ts'

/** Nothing is stored at the provider: each request holds the whole conversation. */
export function encode(
  request: PreparedRequest,
  { spelling, prefix }: CodecContext<ResponsesSpelling>,
): JsonObject {
  const instructions = request.messages
    .flatMap((message) =>
      message.role === 'system' ? message.content.map((part) => part.text) : [],
    )
    .join('\n\n')
  const inInput = spelling.systemPlace === 'input' && instructions !== ''
  const input = encodeInput(request, prefix)
  const body: Record<string, JsonValue | undefined> = {
    model: request.model,
    ...(instructions !== '' && !inInput && { instructions }),
    input: inInput ? [{ role: 'system', content: instructions }, ...input] : input,
    ...tools(request),
  }
  if (request.maxOutputTokens !== undefined) body['max_output_tokens'] = request.maxOutputTokens
  if (request.temperature !== undefined) body['temperature'] = request.temperature
  if (request.topP !== undefined) body['top_p'] = request.topP
  const { reasoning } = request
  if (reasoning !== undefined) {
    body['reasoning'] = {
      effort: reasoning,
      ...(reasoning !== 'none' && { summary: 'auto' }),
    }
  }
  if (request.output !== undefined) {
    const { name, description, schema } = request.output
    body['text'] = {
      format: {
        type: 'json_schema',
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
  body['store'] = false
  if (spelling.encryptedReasoning === 'yes') body['include'] = ['reasoning.encrypted_content']
  body['stream'] = true
  return { ...body, ...spelling.body, ...request.providerOptions?.[prefix] }
}

function tools(request: PreparedRequest): JsonObject {
  if (request.tools === undefined || request.tools.length === 0) return {}
  const { toolChoice, parallelToolCalls } = request
  return {
    tools: request.tools.map(({ name, description, inputSchema }) => ({
      type: 'function',
      name,
      ...(description !== undefined && description !== '' && { description }),
      parameters: inputSchema,
      // Must be a boolean here: some servers refuse its absence.
      strict: false,
    })),
    ...(toolChoice !== undefined && {
      tool_choice:
        typeof toolChoice === 'object' ? { type: 'function', name: toolChoice.tool } : toolChoice,
    }),
    ...(parallelToolCalls !== undefined && { parallel_tool_calls: parallelToolCalls }),
  }
}
