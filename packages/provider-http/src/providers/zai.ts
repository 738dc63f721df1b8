import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { compatible, openaiImages } from '../vendor/compatible.ts'

// https://docs.z.ai/api-reference/llm/chat-completion — thinks unless it is told not to; says nothing when a prompt is too long.
export const zai: Vendor = vendor(chatWire, {
  prefix: 'zai',
  displayName: 'Z.ai',
  wire: 'openai-chat',
  baseUrl: 'https://api.z.ai/api/paas/v4',
  baseUrlEnvironment: ['ZAI_BASE_URL'],
  keyEnvironment: ['ZAI_API_KEY'],
  spelling: { reasoningField: 'reasoning_content', effortForm: 'thinking_type' },
  capabilities: {
    ...compatible,
    toolChoice: ['auto'],
    reasoningReplay: 'all',
    reasoningEfforts: ['none', 'high'],
    parameters: { temperature: [0, 1], stopSequences: 1, seed: 'no', penalties: 'no' },
  },
  models: [{ match: /glm-[\d.]+v/, capabilities: { media: { image: openaiImages } } }],
})
