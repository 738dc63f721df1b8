import { responsesWire } from '../codecs/openai-responses.ts'
import type { Way } from '../wires.ts'
import { responsesCapabilities, responsesModels } from './responses.ts'

/** OpenAI on its newer wire: a vendor of its own, and a `type` of those who serve its models. */
export const openaiOnResponses: Way = {
  wire: responsesWire,
  spec: {
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
  },
}
