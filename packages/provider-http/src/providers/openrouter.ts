import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { compatible, openaiImages } from '../vendor/compatible.ts'

// https://openrouter.ai/docs — reasoning details go back as they came.
export const openrouter: Vendor = vendor(chatWire, {
  prefix: 'openrouter',
  displayName: 'OpenRouter',
  wire: 'openai-chat',
  baseUrl: 'https://openrouter.ai/api/v1',
  baseUrlEnvironment: ['OPENROUTER_BASE_URL'],
  keyEnvironment: ['OPENROUTER_API_KEY'],
  keyPath: '/key',
  spelling: {
    reasoningField: 'reasoning_details',
    effortForm: 'reasoning_object',
    userField: 'user',
    routes: 'with_tools',
  },
  capabilities: {
    ...compatible,
    structuredOutput: 'native',
    reasoningReplay: 'all',
    reasoningEfforts: ['none', 'low', 'medium', 'high'],
    toolChoiceWithReasoning: ['auto', 'none'],
    media: {
      image: openaiImages,
      document: { types: ['application/pdf'], sources: 'bytes_or_url' },
      audio: { types: ['audio/wav', 'audio/mpeg', 'audio/mp3'] },
    },
    parameters: { temperature: [0, 2], topK: 'yes', seed: 'yes', penalties: 'yes' },
  },
  models: [
    {
      match: /^(anthropic|google)\//,
      spelling: { cacheMarkers: 'cache_control' },
      capabilities: {
        cachePoints: { places: ['system', 'messages'], max: 4, inToolMessages: 'no' },
      },
    },
  ],
})
