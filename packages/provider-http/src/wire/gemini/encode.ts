import type {
  JsonObject,
  JsonValue,
  PreparedRequest,
  ReasoningEffort,
} from '@autobot/core/provider'
import type { CodecContext } from '../codec.ts'
import { encodeContents } from './contents.ts'
import { withoutEmptyProperties } from './schema.ts'
import type { GeminiSpelling } from './types.ts'

const budgets = { low: 1024, medium: 8192, high: 24_576 } as const

export function encode(
  request: PreparedRequest,
  context: CodecContext<GeminiSpelling>,
): JsonObject {
  const { spelling, prefix } = context
  const system = request.messages.flatMap((message) =>
    message.role === 'system' ? message.content.map(({ text }) => ({ text })) : [],
  )
  const config = generationConfig(request, spelling)
  return {
    ...(system.length > 0 && { systemInstruction: { parts: system } }),
    contents: encodeContents(request, context),
    ...tools(request, spelling),
    ...(Object.keys(config).length > 0 && { generationConfig: config }),
    ...spelling.body,
    ...request.providerOptions?.[prefix],
  }
}

function tools(request: PreparedRequest, spelling: GeminiSpelling): JsonObject {
  // A choice without declarations is refused.
  if (request.tools === undefined || request.tools.length === 0) return {}
  const functionDeclarations = request.tools.map(({ name, description, inputSchema }) => ({
    name,
    ...(description !== undefined && description !== '' && { description }),
    ...(Object.keys(inputSchema).length > 0 &&
      (spelling.schemaField === 'parametersJsonSchema'
        ? { parametersJsonSchema: inputSchema }
        : { parameters: withoutEmptyProperties(inputSchema) })),
  }))
  const { toolChoice } = request
  const calling: JsonObject | undefined =
    toolChoice === undefined
      ? undefined
      : typeof toolChoice === 'object'
        ? { mode: 'ANY', allowedFunctionNames: [toolChoice.tool] }
        : { mode: toolChoice === 'required' ? 'ANY' : toolChoice.toUpperCase() }
  return {
    tools: [{ functionDeclarations }],
    ...(calling !== undefined && { toolConfig: { functionCallingConfig: calling } }),
  }
}

function generationConfig(request: PreparedRequest, spelling: GeminiSpelling): JsonObject {
  const config: Record<string, JsonValue> = {}
  if (request.maxOutputTokens !== undefined) config['maxOutputTokens'] = request.maxOutputTokens
  if (request.temperature !== undefined) config['temperature'] = request.temperature
  if (request.topP !== undefined) config['topP'] = request.topP
  if (request.topK !== undefined) config['topK'] = request.topK
  if (request.stopSequences !== undefined) config['stopSequences'] = request.stopSequences
  if (request.seed !== undefined) config['seed'] = request.seed
  if (request.presencePenalty !== undefined) config['presencePenalty'] = request.presencePenalty
  if (request.frequencyPenalty !== undefined) {
    config['frequencyPenalty'] = request.frequencyPenalty
  }
  if (request.output !== undefined) {
    config['responseMimeType'] = 'application/json'
    config['responseJsonSchema'] = request.output.schema
  }
  const thinking = thinkingConfig(request.reasoning, spelling)
  if (thinking !== undefined) config['thinkingConfig'] = thinking
  return config
}

function thinkingConfig(
  reasoning: ReasoningEffort | undefined,
  spelling: GeminiSpelling,
): JsonObject | undefined {
  if (reasoning === undefined) return undefined
  const includeThoughts = reasoning !== 'none'
  if (spelling.thinkingForm === 'budget') {
    const least = spelling.minBudget ?? 0
    const budget = reasoning === 'none' ? least : Math.max(least, budgets[reasoning])
    return { thinkingBudget: budget, includeThoughts }
  }
  if (spelling.thinkingForm === 'level') {
    return {
      thinkingLevel: reasoning === 'none' ? 'MINIMAL' : reasoning.toUpperCase(),
      includeThoughts,
    }
  }
  return undefined
}
