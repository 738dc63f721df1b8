import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { compatible, openaiImages } from '../vendor/compatible.ts'
import { servedOpenaiModels } from '../vendor/openai-models.ts'

// https://docs.github.com/en/rest/models/inference
export const github: Vendor = vendor(chatWire, {
  prefix: 'github',
  displayName: 'GitHub Models',
  wire: 'openai-chat',
  baseUrl: 'https://models.github.ai/inference',
  keyEnvironment: ['GITHUB_TOKEN', 'GITHUB_API_KEY'],
  // The catalogue stands beside the inference.
  modelsPath: '/../catalog/models',
  capabilities: { ...compatible, structuredOutput: 'native', media: { image: openaiImages } },
  models: [
    ...servedOpenaiModels,
    { match: /openai\/(o\d|gpt-5(?!.*-chat))/, spelling: { systemRole: 'developer' } },
  ],
})
