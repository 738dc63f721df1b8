import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { compatible } from '../vendor/compatible.ts'

// https://api-docs.deepseek.com — thinking is on by default and must go back with its calls.
export const deepseek: Vendor = vendor(chatWire, {
  prefix: 'deepseek',
  displayName: 'DeepSeek',
  wire: 'openai-chat',
  baseUrl: 'https://api.deepseek.com',
  keyEnvironment: ['DEEPSEEK_API_KEY'],
  spelling: {
    reasoningField: 'reasoning_content',
    reasoningEcho: 'always',
    effortForm: 'thinking_type_with_effort',
  },
  capabilities: {
    ...compatible,
    toolChoiceWithReasoning: ['auto', 'none'],
    reasoningReplay: 'all',
    reasoningEfforts: ['none', 'low', 'high'],
    parameters: {
      temperature: [0, 2],
      stopSequences: 16,
      refusedWithReasoning: ['temperature', 'topP'],
    },
  },
})
