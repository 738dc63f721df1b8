import { definePlugin } from '@autobot/core/provider'
import { compatibleProvider } from '@autobot/provider-http/compatible'

// https://acme.example/docs
const provider = compatibleProvider({
  prefix: 'acme',
  displayName: 'Acme',
  wire: 'openai-chat',
  baseUrl: 'https://api.acme.example/v1',
  keyEnvironment: ['ACME_API_KEY'],
  capabilities: { maxOutputTokens: 8192 },
})

export const plugin = definePlugin({
  name: 'autobot-provider-acme',
  register: (registry) => registry.provider(provider),
})
