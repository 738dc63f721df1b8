import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { compatible, openaiImages } from '../vendor/compatible.ts'
import { servedOpenaiModels } from '../vendor/openai-models.ts'

// https://docs.aihubmix.com — wants bare model names.
export const aihubmix: Vendor = vendor(chatWire, {
  prefix: 'aihubmix',
  displayName: 'AiHubMix',
  wire: 'openai-chat',
  baseUrl: 'https://aihubmix.com/v1',
  keyEnvironment: ['AIHUBMIX_API_KEY'],
  spelling: { modelForm: 'last_segment' },
  capabilities: { ...compatible, media: { image: openaiImages } },
  models: servedOpenaiModels,
})
