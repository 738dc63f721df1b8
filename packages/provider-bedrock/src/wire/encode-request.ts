import type { JsonObject, JsonValue, PreparedRequest } from '@autobot/core/provider'
import type { Spelling } from '../families/facts.ts'
import { encodeMessages } from './encode-messages.ts'
import { encodeReasoning } from './encode-reasoning.ts'
import { encodeTools } from './encode-tools.ts'
import type { ConverseRequest, InferenceConfig } from './types.ts'

export interface Guardrail {
  readonly id: string
  readonly version: string
}

export function encodeRequest(
  request: PreparedRequest,
  spelling: Spelling,
  guardrail: Guardrail | undefined,
): ConverseRequest {
  const { system, messages } = encodeMessages(request, spelling)
  const reasoning = encodeReasoning(request.reasoning, spelling.reasoning, request.maxOutputTokens)
  const inferenceConfig =
    reasoning.free === true ? {} : encodeInference(request, reasoning.maxTokens)
  const toolConfig = encodeTools(request)
  const { additionalModelRequestFields, guardrailConfig, ...own } =
    request.providerOptions?.['bedrock'] ?? {}
  const fields = merge(
    merge(reasoning.fields, encodeTopK(request.topK, spelling)),
    additionalModelRequestFields,
  )
  const metadata = encodeMetadata(request)
  return {
    messages,
    ...(system.length > 0 && { system }),
    ...(Object.keys(inferenceConfig).length > 0 && { inferenceConfig }),
    ...(toolConfig !== undefined && { toolConfig }),
    ...(guardrail !== undefined && {
      guardrailConfig: merge(
        {
          guardrailIdentifier: guardrail.id,
          guardrailVersion: guardrail.version,
          trace: 'enabled',
        },
        guardrailConfig,
      ),
    }),
    ...(guardrail === undefined && isObject(guardrailConfig) && { guardrailConfig }),
    ...(Object.keys(fields).length > 0 && { additionalModelRequestFields: fields }),
    ...(request.output !== undefined && { outputConfig: encodeOutput(request.output) }),
    ...(metadata !== undefined && { requestMetadata: metadata }),
    ...own,
  }
}

function encodeInference(request: PreparedRequest, maxTokens: number | undefined): InferenceConfig {
  const { temperature, topP, stopSequences } = request
  return {
    ...(maxTokens !== undefined && { maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(stopSequences !== undefined && stopSequences.length > 0 && { stopSequences }),
  }
}

function encodeTopK(topK: number | undefined, { topK: key }: Spelling): JsonObject {
  if (topK === undefined || key === undefined) return {}
  return key === 'top_k' ? { top_k: topK } : { inferenceConfig: { topK } }
}

function encodeOutput(output: NonNullable<PreparedRequest['output']>): JsonObject {
  const { schema, name = 'answer', description } = output
  // The schema is a text here, unlike that of a tool.
  const jsonSchema = {
    schema: JSON.stringify(schema),
    name,
    ...(description !== undefined && description !== '' && { description }),
  }
  return { textFormat: { type: 'json_schema', structure: { jsonSchema } } }
}

/** The service takes 16 labels of few letters: one that is not legal must not fail the call. */
function encodeMetadata({ metadata, user }: PreparedRequest): Record<string, string> | undefined {
  const legal = /^[a-zA-Z0-9\s:_@$#=/+,.-]{1,256}$/
  const entries = Object.entries({ ...(user !== undefined && { user }), ...metadata })
    .filter(([key, value]) => legal.test(key) && legal.test(value))
    .slice(0, 16)
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

/** Objects are joined field by field; in anything else the second wins. */
function merge(first: JsonObject, second: JsonValue | undefined): JsonObject {
  if (!isObject(second)) return first
  const merged: Record<string, JsonValue | undefined> = { ...first }
  for (const [key, value] of Object.entries(second)) {
    const before = merged[key]
    merged[key] = isObject(before) && isObject(value) ? merge(before, value) : value
  }
  return merged
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
