import type { JsonObject, JsonValue, PreparedRequest } from '@autobot/core/provider'
import type { Spelling } from '../families/facts.ts'
import { encodeMessages } from './encode-messages.ts'
import { encodeMetadata } from './encode-metadata.ts'
import { encodeReasoning } from './encode-reasoning.ts'
import { encodeTools } from './encode-tools.ts'
import type { ConverseRequest, InferenceConfig, WireMessage } from './types.ts'

export interface Guardrail {
  readonly id: string
  readonly version: string
  readonly streamMode?: 'sync' | 'async'
}

export interface RequestManner {
  readonly spelling: Spelling
  readonly guardrail: Guardrail | undefined
  /** Whether the answer comes as a stream: some fields belong to one of both only. */
  readonly streaming: boolean
}

export function encodeRequest(
  request: PreparedRequest,
  { spelling, guardrail, streaming }: RequestManner,
): ConverseRequest {
  const { system, messages } = encodeMessages(request, spelling)
  const reasoning = encodeReasoning(request.reasoning, spelling.reasoning, request.maxOutputTokens)
  const inferenceConfig =
    reasoning.free === true ? {} : encodeInference(request, reasoning.maxTokens)
  const toolConfig = encodeTools(request)
  const {
    additionalModelRequestFields,
    additionalModelResponseFieldPaths,
    guardrailConfig,
    systemTools: _systemTools,
    ...own
  } = request.providerOptions?.['bedrock'] ?? {}
  const fields = merge(
    merge(reasoning.fields, encodeTopK(request.topK, spelling)),
    additionalModelRequestFields,
  )
  const guard = encodeGuardrail(guardrail, guardrailConfig, streaming)
  const paths = encodePaths(request, spelling, additionalModelResponseFieldPaths)
  const { metadata } = encodeMetadata(request)
  const guardrails = guard === undefined ? {} : { guardrailConfig: guard }
  const labels = metadata === undefined ? {} : { requestMetadata: metadata }
  if (spelling.prompt === 'managed') {
    return { ...promptMessages(messages, own), ...guardrails, ...labels, ...own }
  }
  return {
    messages,
    ...(system.length > 0 && { system }),
    ...(Object.keys(inferenceConfig).length > 0 && { inferenceConfig }),
    ...(toolConfig !== undefined && { toolConfig }),
    ...guardrails,
    ...(Object.keys(fields).length > 0 && { additionalModelRequestFields: fields }),
    ...(paths.length > 0 && { additionalModelResponseFieldPaths: paths }),
    ...(request.output !== undefined && { outputConfig: encodeOutput(request.output) }),
    ...labels,
    ...own,
  }
}

/** A prompt that brings variables brings its messages too; the placeholder would only disturb. */
function promptMessages(
  messages: readonly WireMessage[],
  own: JsonObject,
): Pick<ConverseRequest, 'messages'> {
  const [first] = messages
  const [block] = first?.content ?? []
  const empty =
    messages.length === 1 && block !== undefined && 'text' in block && block.text === '.'
  return own['promptVariables'] !== undefined && empty ? {} : { messages }
}

function encodeGuardrail(
  guardrail: Guardrail | undefined,
  own: JsonValue | undefined,
  streaming: boolean,
): JsonObject | undefined {
  const configured =
    guardrail === undefined
      ? {}
      : {
          guardrailIdentifier: guardrail.id,
          guardrailVersion: guardrail.version,
          trace: 'enabled',
          ...(guardrail.streamMode !== undefined && { streamProcessingMode: guardrail.streamMode }),
        }
  const { streamProcessingMode, ...whole } = merge(configured, own)
  if (Object.keys(whole).length === 0) return undefined
  const mode = streaming && streamProcessingMode !== undefined ? { streamProcessingMode } : {}
  return { ...whole, ...mode }
}

/** Which stop sequence was hit is only told where it is asked for. */
function encodePaths(
  { stopSequences }: PreparedRequest,
  { stopSequencePath }: Spelling,
  own: JsonValue | undefined,
): readonly JsonValue[] {
  const asked = Array.isArray(own) ? own : []
  const stops = stopSequencePath !== undefined && (stopSequences ?? []).length > 0
  return stops ? [...new Set([stopSequencePath, ...asked])] : asked
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
