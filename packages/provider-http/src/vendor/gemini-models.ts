import type { Capabilities, SchemaDialect } from '@autobot/core/provider'
import type { GeminiSpelling } from '../wire/gemini/types.ts'
import type { ModelFacts } from './spec.ts'

const images = ['image/png', 'image/jpeg', 'image/webp', 'image/heic', 'image/heif']

/** `parametersJsonSchema` takes nearly all; references are fragile where they recur. */
const jsonSchema: SchemaDialect = {
  additionalProperties: 'keep',
  typeArrays: 'keep',
  const: 'keep',
  enums: 'any',
  bounds: 'keep',
  formats: 'any',
  keys: 'any',
}

export const geminiCapabilities: Capabilities = {
  tools: 'parallel',
  toolChoice: ['auto', 'none', 'required', 'tool'],
  toolSchema: {
    typeArrays: 'nullable',
    emptyObject: 'omit',
    formats: ['enum', 'date-time', 'int32', 'int64', 'float', 'double'],
  },
  toolCallIds: { form: 'any' },
  toolResults: { errors: 'flag' },
  media: {
    image: { types: images },
    document: { types: ['application/pdf'] },
    audio: { types: ['audio/*'] },
    video: { types: ['video/*'] },
  },
  parameters: { temperature: [0, 2], topK: 'yes', stopSequences: 5, seed: 'yes' },
}

export const geminiModels: readonly ModelFacts<GeminiSpelling>[] = [
  {
    match: /gemini-(2\.5|[3-9])/,
    spelling: { schemaField: 'parametersJsonSchema' },
    capabilities: { toolSchema: { ...jsonSchema, emptyObject: 'keep' }, reasoningReplay: 'signed' },
  },
  {
    match: /gemini-2\.5-flash/,
    spelling: { thinkingForm: 'budget' },
    capabilities: { reasoningEfforts: ['none', 'low', 'medium', 'high'] },
  },
  {
    match: /gemini-2\.5-pro/,
    spelling: { thinkingForm: 'budget', minBudget: 128 },
    capabilities: { reasoningEfforts: ['low', 'medium', 'high'] },
  },
  {
    match: /gemini-[3-9]/,
    spelling: {
      thinkingForm: 'level',
      // The documented sentinel, in base64 as the field demands.
      foreignSignature: 'Y29udGV4dF9lbmdpbmVlcmluZ19pc190aGVfd2F5X3RvX2dv',
    },
    capabilities: {
      reasoningEfforts: ['low', 'high'],
      structuredOutput: 'native',
      outputSchema: jsonSchema,
      toolResults: {
        media: {
          image: { types: ['image/png', 'image/jpeg', 'image/webp'] },
          document: { types: ['application/pdf'] },
        },
      },
    },
  },
  {
    match: /gemini-[3-9].*flash/,
    capabilities: { reasoningEfforts: ['none', 'low', 'medium', 'high'] },
  },
  { match: /gemma/, capabilities: { system: 'none', tools: 'none', media: {} } },
]
