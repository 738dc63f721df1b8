import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { compatible, openaiImages } from '../vendor/compatible.ts'

// https://docs.together.ai/reference/chat-completions
export const together: Vendor = vendor(chatWire, {
  prefix: 'together',
  displayName: 'Together AI',
  wire: 'openai-chat',
  baseUrl: 'https://api.together.xyz/v1',
  keyEnvironment: ['TOGETHER_API_KEY'],
  spelling: { thoughtTags: 'reasoning' },
  capabilities: {
    ...compatible,
    structuredOutput: 'native',
    media: { image: openaiImages },
    parameters: { temperature: [0, 2], topK: 'yes', seed: 'yes', penalties: 'yes' },
  },
})
