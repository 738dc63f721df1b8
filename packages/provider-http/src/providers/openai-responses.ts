import { responsesCapabilities } from '../vendor/responses.ts'
import type { VendorSpec } from '../vendor/spec.ts'

// https://platform.openai.com/docs/api-reference/responses
export const openaiResponses: VendorSpec = {
  prefix: 'openai-responses',
  displayName: 'OpenAI (Responses)',
  wire: 'openai-responses',
  baseUrl: 'https://api.openai.com/v1',
  baseUrlEnvironment: ['OPENAI_BASE_URL'],
  keyEnvironment: ['OPENAI_API_KEY'],
  spelling: { userField: 'safety_identifier', metadata: 'send' },
  capabilities: responsesCapabilities,
  models: [
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
  ],
}
