import { responsesCapabilities, responsesModels } from '../vendor/responses.ts'
import type { VendorSpec } from '../vendor/spec.ts'

// https://platform.openai.com/docs/api-reference/responses
export const openaiResponses: VendorSpec = {
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
}
