import type { JsonObject, JsonValue, PreparedRequest } from '@autobot/core/provider'
import type { CodecContext } from '../codec.ts'
import { markerAt } from './cache-marker.ts'
import { encodeMessages } from './messages.ts'
import type { AnthropicSpelling } from './types.ts'

type Context = CodecContext<AnthropicSpelling>

/** Used where neither the caller nor the capabilities know better: the wire demands a number. */
const fallbackMaxTokens = 8192
const minBudget = 1024
const budgets = { low: 4096, medium: 12_288, high: 24_576 } as const

export function encode(request: PreparedRequest, { spelling, prefix }: Context): JsonObject {
  const maxTokens = request.maxOutputTokens ?? fallbackMaxTokens
  const body: Record<string, JsonValue | undefined> = {
    model: request.model,
    max_tokens: maxTokens,
    ...system(request),
    messages: encodeMessages(request, prefix),
    ...tools(request),
    ...thinking(request, maxTokens, spelling),
  }
  if (request.temperature !== undefined) body['temperature'] = request.temperature
  if (request.topP !== undefined) body['top_p'] = request.topP
  if (request.topK !== undefined) body['top_k'] = request.topK
  if (request.stopSequences !== undefined) body['stop_sequences'] = request.stopSequences
  if (request.user !== undefined) body['metadata'] = { user_id: request.user }
  body['stream'] = true
  return { ...body, ...spelling.body, ...request.providerOptions?.[prefix] }
}

function system(request: PreparedRequest): JsonObject {
  const texts = request.messages.flatMap((message) =>
    message.role === 'system' ? message.content.map((part) => part.text) : [],
  )
  if (texts.length === 0) return {}
  const marker = markerAt(request, (point) => point.after === 'system')
  const last = texts.length - 1
  return {
    system: texts.map((text, index) => ({ type: 'text', text, ...(index === last && marker) })),
  }
}

function tools(request: PreparedRequest): JsonObject {
  if (request.tools === undefined || request.tools.length === 0) return {}
  const marker = markerAt(request, (point) => point.after === 'tools')
  const last = request.tools.length - 1
  const choice = toolChoice(request)
  return {
    tools: request.tools.map(({ name, description, inputSchema }, index) => ({
      name,
      ...(description !== undefined && description !== '' && { description }),
      input_schema: inputSchema,
      ...(index === last && marker),
    })),
    ...(choice !== undefined && { tool_choice: choice }),
  }
}

function toolChoice({
  toolChoice: asked,
  parallelToolCalls,
}: PreparedRequest): JsonObject | undefined {
  const single = parallelToolCalls === false && { disable_parallel_tool_use: true }
  if (asked === undefined) return single === false ? undefined : { type: 'auto', ...single }
  if (typeof asked === 'object') return { type: 'tool', name: asked.tool, ...single }
  if (asked === 'none') return { type: 'none' }
  return { type: asked === 'required' ? 'any' : 'auto', ...single }
}

function thinking(
  request: PreparedRequest,
  maxTokens: number,
  spelling: AnthropicSpelling,
): JsonObject {
  const { reasoning, output } = request
  const config: Record<string, JsonValue> = {}
  if (output !== undefined) config['format'] = { type: 'json_schema', schema: output.schema }
  let block: JsonObject | undefined
  if (reasoning === 'none') {
    if (spelling.thinksByDefault === 'yes') block = { type: 'disabled' }
  } else if (reasoning !== undefined && spelling.thinkingForm === 'adaptive') {
    block = { type: 'adaptive', display: 'summarized' }
    config['effort'] = reasoning
  } else if (reasoning !== undefined && spelling.thinkingForm === 'budget') {
    // Thoughts count as output: the answer itself must keep some room.
    const budget = Math.min(budgets[reasoning], Math.floor(maxTokens * 0.75))
    if (budget >= minBudget) block = { type: 'enabled', budget_tokens: budget }
  }
  return {
    ...(block !== undefined && { thinking: block }),
    ...(Object.keys(config).length > 0 && { output_config: config }),
  }
}
