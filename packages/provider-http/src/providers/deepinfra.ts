import { compatible, openaiImages } from '../vendor/compatible.ts'
import type { VendorSpec } from '../vendor/spec.ts'

// https://deepinfra.com/docs/openai_api
export const deepinfra: VendorSpec = {
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
}
