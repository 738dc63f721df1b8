import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { compatible } from '../vendor/compatible.ts'

// https://platform.minimax.io/docs — without reasoning_split the thoughts stand in the text.
export const minimax: Vendor = vendor(chatWire, {
  prefix: 'minimax',
  displayName: 'MiniMax',
  wire: 'openai-chat',
  baseUrl: 'https://api.minimax.io/v1',
  baseUrlEnvironment: ['MINIMAX_BASE_URL'],
  keyEnvironment: ['MINIMAX_API_KEY'],
  spelling: {
    reasoningField: 'reasoning_details',
    thoughtTags: 'reasoning',
    body: { reasoning_split: true },
  },
  capabilities: {
    ...compatible,
    toolChoice: ['auto'],
    reasoningReplay: 'all',
    parameters: { temperature: [0.01, 1], stopSequences: 0, seed: 'no', penalties: 'no' },
  },
})
