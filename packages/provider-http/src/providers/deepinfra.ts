import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { compatible, openaiImages } from '../vendor/compatible.ts'

// https://deepinfra.com/docs/openai_api
export const deepinfra: Vendor = vendor(chatWire, {
  prefix: 'deepinfra',
  displayName: 'DeepInfra',
  wire: 'openai-chat',
  baseUrl: 'https://api.deepinfra.com/v1/openai',
  keyEnvironment: ['DEEPINFRA_API_KEY'],
  spelling: { thoughtTags: 'reasoning' },
  capabilities: {
    ...compatible,
    toolChoice: ['auto', 'none'],
    media: { image: openaiImages },
  },
})
