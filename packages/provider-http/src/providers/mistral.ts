import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { compatible, openaiImages } from '../vendor/compatible.ts'

// https://docs.mistral.ai/api
export const mistral: Vendor = vendor(chatWire, {
  prefix: 'mistral',
  displayName: 'Mistral',
  wire: 'openai-chat',
  baseUrl: 'https://api.mistral.ai/v1',
  keyEnvironment: ['MISTRAL_API_KEY'],
  spelling: {
    streamUsage: 'omit',
    assistantContent: 'empty',
    reasoningField: 'thinking_chunks',
    requiredChoice: 'any',
    toolMessageName: 'yes',
    seedField: 'random_seed',
  },
  capabilities: {
    ...compatible,
    toolChoice: ['auto', 'required'],
    parallelToolCalls: 'wire',
    toolCallIds: { form: 'alphanumeric', length: 9 },
    roles: 'strict',
    structuredOutput: 'native',
    parameters: { temperature: [0, 1.5] },
  },
  models: [
    { match: /magistral/, capabilities: { reasoningReplay: 'all' } },
    {
      match: /pixtral|mistral-(small|medium|large)|ministral|magistral/,
      capabilities: { media: { image: openaiImages } },
    },
  ],
})
