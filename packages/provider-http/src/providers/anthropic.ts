import { anthropicCapabilities, anthropicModels } from '../vendor/anthropic-models.ts'
import type { VendorSpec } from '../vendor/spec.ts'

// https://docs.claude.com/en/api/messages
export const anthropic: VendorSpec = {
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
}
