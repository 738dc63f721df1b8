import type { Capabilities } from '@autobot/core/provider'
import type { AnthropicSpelling } from '../wire/anthropic/types.ts'
import type { ModelFacts } from './spec.ts'

const files: NonNullable<Capabilities['media']> = {
  image: {
    types: ['image/png', 'image/jpeg', 'image/gif', 'image/webp'],
    sources: 'bytes_or_url',
    maxBytes: 5_000_000,
  },
  document: { types: ['application/pdf'], sources: 'bytes_or_url' },
}

export const anthropicCapabilities: Capabilities = {
  defaultMaxOutputTokens: 8192,
  tools: 'parallel',
  toolChoice: ['auto', 'none', 'required', 'tool'],
  toolChoiceWithReasoning: ['auto', 'none'],
  parallelToolCalls: 'wire',
  toolSchema: {
    references: 'keep',
    additionalProperties: 'keep',
    typeArrays: 'keep',
    oneOf: 'keep',
    allOf: 'keep',
    const: 'keep',
    enums: 'any',
    bounds: 'keep',
    formats: 'any',
    annotations: 'keep',
  },
  outputSchema: {
    references: 'keep',
    additionalProperties: 'require_false',
    typeArrays: 'keep',
    const: 'keep',
    enums: 'any',
  },
  toolCallIds: { form: 'word', maxLength: 64 },
  toolResults: { errors: 'flag', media: files },
  media: files,
  reasoningReplay: 'signed',
  parameters: {
    temperature: [0, 1],
    topK: 'yes',
    stopSequences: 16,
    refusedWithReasoning: ['temperature', 'topP', 'topK'],
  },
  cachePoints: { places: ['tools', 'system', 'messages'], max: 4, ttl: ['5m', '1h'] },
}

const efforts = ['none', 'low', 'medium', 'high'] as const

/** Ids begin with `claude-`; families in the order of their age, later facts win. */
export const anthropicModels: readonly ModelFacts<AnthropicSpelling>[] = [
  {
    match: /claude-3-(opus|sonnet|haiku)/,
    capabilities: { maxOutputTokens: 4096, defaultMaxOutputTokens: 4096, assistantPrefill: 'yes' },
  },
  { match: /claude-3-5/, capabilities: { maxOutputTokens: 8192, assistantPrefill: 'yes' } },
  {
    match: /claude-(3-7|sonnet-4|opus-4|haiku-4)/,
    spelling: { thinkingForm: 'budget' },
    capabilities: {
      maxOutputTokens: 64_000,
      defaultMaxOutputTokens: 32_000,
      reasoningEfforts: efforts,
      assistantPrefill: 'yes',
    },
  },
  {
    match: /claude-(sonnet|opus|haiku)-4/,
    capabilities: { parameters: { temperatureWithTopP: 'no' } },
  },
  { match: /claude-opus-4(-1|-0|-2025|$)/, capabilities: { maxOutputTokens: 32_000 } },
  { match: /claude-(sonnet|opus|haiku)-4-5/, capabilities: { structuredOutput: 'native' } },
  {
    match: /claude-((sonnet|opus)-4-[6-9]|(sonnet|opus|haiku|fable|mythos)-[5-9])/,
    spelling: { thinkingForm: 'adaptive' },
    capabilities: {
      maxOutputTokens: 128_000,
      defaultMaxOutputTokens: 32_000,
      reasoningEfforts: efforts,
      toolChoiceWithReasoning: ['auto', 'none', 'required', 'tool'],
      structuredOutput: 'native',
      assistantPrefill: 'no',
    },
  },
  {
    match: /claude-(opus-4-[7-9]|(sonnet|opus|haiku|fable|mythos)-[5-9])/,
    capabilities: { parameters: { temperature: null, topP: 'no', topK: 'no' } },
  },
  {
    match: /claude-(sonnet|opus|haiku|fable|mythos)-[5-9]/,
    spelling: { thinksByDefault: 'yes' },
  },
  {
    match: /claude-(fable|mythos)/,
    capabilities: { toolChoice: ['auto', 'none'], toolChoiceWithReasoning: ['auto', 'none'] },
  },
]
