import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import {
  moonshotCapabilities,
  moonshotModels,
  moonshotSpelling,
} from '../vendor/moonshot-models.ts'

// https://www.kimi.com/code/docs — the subscription's own endpoint.
export const kimi: Vendor = vendor(chatWire, {
  prefix: 'kimi',
  displayName: 'Kimi Code',
  wire: 'openai-chat',
  baseUrl: 'https://api.kimi.com/coding/v1',
  baseUrlEnvironment: ['KIMI_BASE_URL'],
  keyEnvironment: ['KIMI_API_KEY'],
  // Other clients are turned away.
  headers: { 'user-agent': 'KimiCLI/0.77' },
  spelling: moonshotSpelling,
  capabilities: moonshotCapabilities,
  models: moonshotModels,
})
