import { messagesWire } from '../codecs/anthropic-messages.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { anthropicCapabilities, anthropicModels } from '../vendor/anthropic-models.ts'

// https://docs.claude.com/en/api/messages
export const anthropic: Vendor = vendor(messagesWire, {
  prefix: 'anthropic',
  displayName: 'Anthropic',
  wire: 'anthropic-messages',
  baseUrl: 'https://api.anthropic.com',
  baseUrlEnvironment: ['ANTHROPIC_BASE_URL'],
  keyEnvironment: ['ANTHROPIC_API_KEY'],
  tokenEnvironment: ['ANTHROPIC_AUTH_TOKEN'],
  auth: 'x-api-key',
  headers: { 'anthropic-version': '2023-06-01' },
  capabilities: anthropicCapabilities,
  models: anthropicModels,
})
