import { compatible, openaiImages } from '../vendor/compatible.ts'
import type { VendorSpec } from '../vendor/spec.ts'

// https://docs.fireworks.ai/api-reference/post-chatcompletions
export const fireworks: VendorSpec = {
  prefix: 'fireworks',
  displayName: 'Fireworks AI',
  wire: 'openai-chat',
  baseUrl: 'https://api.fireworks.ai/inference/v1',
  keyEnvironment: ['FIREWORKS_API_KEY'],
  spelling: { userField: 'user', thoughtTags: 'reasoning' },
  capabilities: {
    ...compatible,
    structuredOutput: 'native',
    media: { image: openaiImages },
    parameters: { temperature: [0, 2], topK: 'yes', seed: 'yes', penalties: 'yes' },
  },
}
