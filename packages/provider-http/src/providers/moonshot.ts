import {
  moonshotCapabilities,
  moonshotModels,
  moonshotSpelling,
} from '../vendor/moonshot-models.ts'
import type { VendorSpec } from '../vendor/spec.ts'

// https://platform.moonshot.ai/docs — usage stands in the choice.
export const moonshot: VendorSpec = {
  prefix: 'moonshot',
  displayName: 'Moonshot',
  wire: 'openai-chat',
  baseUrl: 'https://api.moonshot.ai/v1',
  baseUrlEnvironment: ['MOONSHOT_BASE_URL'],
  keyEnvironment: ['MOONSHOT_API_KEY', 'MOONSHOTAI_API_KEY'],
  spelling: moonshotSpelling,
  capabilities: moonshotCapabilities,
  models: moonshotModels,
}
