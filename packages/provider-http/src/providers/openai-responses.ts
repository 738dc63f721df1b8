import { responsesWire } from '../codecs/openai-responses.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { responsesCapabilities, responsesModels } from '../vendor/responses.ts'

// https://platform.openai.com/docs/api-reference/responses
export const openaiResponses: Vendor = vendor([responsesWire], {
  prefix: 'openai-responses',
  displayName: 'OpenAI (Responses)',
  wire: 'openai-responses',
  baseUrl: 'https://api.openai.com/v1',
  baseUrlEnvironment: ['OPENAI_BASE_URL'],
  keyEnvironment: ['OPENAI_API_KEY'],
  spelling: {
    userField: 'safety_identifier',
    metadata: 'send',
    cacheKeyField: 'prompt_cache_key',
  },
  capabilities: responsesCapabilities,
  models: responsesModels,
})
