import type { Capabilities } from '@autobot/core/provider'
import type { ChatSpelling } from '../wire/openai-chat/types.ts'
import { compatible, openaiImages } from './compatible.ts'
import type { ModelFacts } from './spec.ts'

export const moonshotSpelling: ChatSpelling = {
  reasoningField: 'reasoning_content',
  reasoningEcho: 'always',
  effortForm: 'thinking_type',
}

export const moonshotCapabilities: Capabilities = {
  ...compatible,
  toolChoiceWithReasoning: ['auto', 'none'],
  // The schema's type has to stand within each branch of a union.
  toolSchema: { ...compatible.toolSchema, typeBesideUnion: 'inside' },
  reasoningReplay: 'all',
  parameters: { temperature: [0, 1], stopSequences: 5, penalties: 'yes' },
}

export const moonshotModels: readonly ModelFacts<ChatSpelling>[] = [
  {
    // One temperature only, by whether the model thinks: none is sent.
    match: /k2\.[5-9]|k[3-9]|kimi-for-coding|thinking/,
    capabilities: {
      toolChoice: ['auto', 'none'],
      parameters: { temperature: null, topP: 'no', penalties: 'no' },
    },
  },
  {
    match: /k2\.[5-9]|k[3-9]|kimi-for-coding/,
    capabilities: {
      reasoningEfforts: ['none', 'high'],
      media: { image: { types: openaiImages.types } },
    },
  },
]
