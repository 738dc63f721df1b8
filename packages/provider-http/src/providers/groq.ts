import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { compatible, openaiImages } from '../vendor/compatible.ts'

// https://console.groq.com/docs/openai
export const groq: Vendor = vendor(chatWire, {
  prefix: 'groq',
  displayName: 'Groq',
  wire: 'openai-chat',
  baseUrl: 'https://api.groq.com/openai/v1',
  baseUrlEnvironment: ['GROQ_BASE_URL'],
  keyEnvironment: ['GROQ_API_KEY'],
  spelling: { maxTokensField: 'max_completion_tokens', userField: 'user' },
  capabilities: {
    ...compatible,
    parallelToolCalls: 'wire',
    parameters: { temperature: [0, 2], seed: 'yes', penalties: 'no' },
  },
  models: [
    {
      match: /gpt-oss/,
      capabilities: {
        reasoningEfforts: ['low', 'medium', 'high'],
        structuredOutput: 'native',
        toolChoice: ['auto', 'none'],
      },
    },
    {
      // Thinks or does not; its thoughts stand in the text unless they are asked for apart.
      match: /qwen3/,
      spelling: {
        effortWords: { low: 'default', medium: 'default', high: 'default' },
        body: { reasoning_format: 'parsed' },
      },
      capabilities: { reasoningEfforts: ['none', 'high'] },
    },
    {
      match: /llama-4|vision|scout|maverick/,
      capabilities: {
        media: { image: { ...openaiImages, maxPerMessage: 5, maxBytes: 4_000_000 } },
      },
    },
  ],
})
