import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { compatible } from '../vendor/compatible.ts'

// https://inference-docs.cerebras.ai — refuses penalties, forced choices and unknown fields.
export const cerebras: Vendor = vendor(chatWire, {
  prefix: 'cerebras',
  displayName: 'Cerebras',
  wire: 'openai-chat',
  baseUrl: 'https://api.cerebras.ai/v1',
  keyEnvironment: ['CEREBRAS_API_KEY'],
  wordlessOverflow: [400, 413],
  spelling: { maxTokensField: 'max_completion_tokens', reasoningField: 'reasoning' },
  capabilities: {
    ...compatible,
    toolChoice: ['auto', 'none'],
    structuredOutput: 'native',
    reasoningReplay: 'all',
    parameters: { temperature: [0, 1.5], seed: 'yes', penalties: 'no' },
  },
  models: [{ match: /gpt-oss/, capabilities: { reasoningEfforts: ['low', 'medium', 'high'] } }],
})
