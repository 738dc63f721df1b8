import type { Capabilities } from '@autobot/core/provider'
import type { ResponsesSpelling } from '../wire/openai-responses/types.ts'
import { compatible, openaiImages } from './compatible.ts'
import { openaiTools } from './dialects.ts'
import type { ModelFacts } from './spec.ts'

const files: NonNullable<Capabilities['media']> = {
  image: openaiImages,
  document: { types: ['application/pdf'], sources: 'bytes_or_url' },
}

/** This wire has no stop sequences, no seed and no penalties. */
export const responsesCapabilities: Capabilities = {
  ...compatible,
  parallelToolCalls: 'wire',
  toolSchema: openaiTools,
  toolCallIds: { form: 'any', maxLength: 64 },
  toolResults: { media: files },
  media: files,
  roles: 'any',
  structuredOutput: 'native',
  reasoningReplay: 'signed',
  parameters: { temperature: [0, 2], stopSequences: 0, minOutputTokens: 16 },
}

export const responsesModels: readonly ModelFacts<ResponsesSpelling>[] = [
  {
    match: /^(o\d|gpt-5(?!.*-chat))/,
    spelling: { encryptedReasoning: 'yes' },
    capabilities: {
      reasoningEfforts: ['low', 'medium', 'high'],
      parameters: { temperature: null, topP: 'no' },
    },
  },
  {
    match: /^gpt-5\.\d(?!.*-chat)/,
    capabilities: { reasoningEfforts: ['none', 'low', 'medium', 'high'] },
  },
]
