import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { compatible, openaiImages } from '../vendor/compatible.ts'

// https://docs.fireworks.ai/api-reference/post-chatcompletions
export const fireworks: Vendor = vendor(chatWire, {
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
})
