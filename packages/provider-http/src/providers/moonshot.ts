import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import {
  moonshotCapabilities,
  moonshotModels,
  moonshotSpelling,
} from '../vendor/moonshot-models.ts'

// https://platform.moonshot.ai/docs — usage stands in the choice.
export const moonshot: Vendor = vendor(chatWire, {
  prefix: 'moonshot',
  displayName: 'Moonshot',
  wire: 'openai-chat',
  baseUrl: 'https://api.moonshot.ai/v1',
  baseUrlEnvironment: ['MOONSHOT_BASE_URL'],
  keyEnvironment: ['MOONSHOT_API_KEY', 'MOONSHOTAI_API_KEY'],
  spelling: moonshotSpelling,
  capabilities: moonshotCapabilities,
  models: moonshotModels,
})
