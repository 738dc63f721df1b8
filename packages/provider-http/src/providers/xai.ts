import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { compatible } from '../vendor/compatible.ts'

// https://docs.x.ai/docs/api-reference — usage leaves reasoning out; schemas may not close objects.
export const xai: Vendor = vendor(chatWire, {
  prefix: 'xai',
  displayName: 'xAI',
  wire: 'openai-chat',
  baseUrl: 'https://api.x.ai/v1',
  keyEnvironment: ['XAI_API_KEY'],
  spelling: { maxTokensField: 'max_completion_tokens', usageForm: 'exclusive', userField: 'user' },
  capabilities: {
    ...compatible,
    parallelToolCalls: 'wire',
    structuredOutput: 'native',
    toolSchema: { ...compatible.toolSchema, additionalProperties: 'drop_false' },
    media: { image: { types: ['image/png', 'image/jpeg'], sources: 'bytes_or_url' } },
  },
  models: [
    {
      match: /grok-(3-mini|4|5|code)/,
      capabilities: { parameters: { stopSequences: 0, penalties: 'no' } },
    },
    { match: /grok-3-mini/, capabilities: { reasoningEfforts: ['low', 'high'], media: {} } },
  ],
})
