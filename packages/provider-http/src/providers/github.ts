import { compatible, openaiImages } from '../vendor/compatible.ts'
import type { VendorSpec } from '../vendor/spec.ts'

// https://docs.github.com/en/rest/models/inference
export const github: VendorSpec = {
  prefix: 'github',
  displayName: 'GitHub Models',
  wire: 'openai-chat',
  baseUrl: 'https://models.github.ai/inference',
  keyEnvironment: ['GITHUB_TOKEN', 'GITHUB_API_KEY'],
  capabilities: { ...compatible, structuredOutput: 'native', media: { image: openaiImages } },
  models: [
    {
      match: /openai\/(o\d|gpt-5(?!.*-chat))/,
      spelling: { maxTokensField: 'max_completion_tokens', systemRole: 'developer' },
      capabilities: {
        reasoningEfforts: ['low', 'medium', 'high'],
        parameters: { temperature: null, topP: 'no', penalties: 'no', stopSequences: 0 },
      },
    },
  ],
}
