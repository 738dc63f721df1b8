import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { compatible, openaiImages } from '../vendor/compatible.ts'
import { openaiTools } from '../vendor/dialects.ts'
import { openaiModels } from '../vendor/openai-models.ts'

// https://platform.openai.com/docs/api-reference/chat
export const openai: Vendor = vendor(
  chatWire,
  {
    prefix: 'openai',
    displayName: 'OpenAI',
    wire: 'openai-chat',
    baseUrl: 'https://api.openai.com/v1',
    baseUrlEnvironment: ['OPENAI_BASE_URL'],
    keyEnvironment: ['OPENAI_API_KEY'],
    spelling: {
      maxTokensField: 'max_completion_tokens',
      userField: 'safety_identifier',
      metadata: 'send',
      cacheKeyField: 'prompt_cache_key',
    },
    capabilities: {
      ...compatible,
      parallelToolCalls: 'wire',
      toolSchema: openaiTools,
      toolCallIds: { form: 'any', maxLength: 40 },
      roles: 'any',
      structuredOutput: 'native',
      media: {
        image: openaiImages,
        document: { types: ['application/pdf'] },
      },
    },
    models: openaiModels,
  },
  async () => [(await import('../vendor/openai-on-responses.ts')).openaiOnResponses],
)
