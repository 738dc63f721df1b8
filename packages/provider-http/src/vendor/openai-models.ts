import type { ChatSpelling } from '../wire/openai-chat/types.ts'
import type { ModelFacts } from './spec.ts'

/** Of OpenAI's reasoning models behind servers of others, with the maker before the name or not. */
export const servedOpenaiModels: readonly ModelFacts<ChatSpelling>[] = [
  {
    match: /(^|\/)(o[1-9]|gpt-5)(?!.*-chat)/,
    spelling: { maxTokensField: 'max_completion_tokens' },
    capabilities: {
      reasoningEfforts: ['low', 'medium', 'high'],
      parameters: { temperature: null, topP: 'no', penalties: 'no', stopSequences: 0 },
    },
  },
]

/** Of OpenAI's models on Chat Completions, wherever they are served under their own names. */
export const openaiModels: readonly ModelFacts<ChatSpelling>[] = [
  {
    // Reasoning models refuse sampling and want instructions from the developer.
    match: /^(o\d|gpt-5(?!.*-chat))/,
    spelling: { systemRole: 'developer' },
    capabilities: {
      reasoningEfforts: ['low', 'medium', 'high'],
      parameters: { temperature: null, topP: 'no', penalties: 'no', stopSequences: 0 },
    },
  },
  {
    match: /^gpt-5\.\d(?!.*-chat)/,
    capabilities: { reasoningEfforts: ['none', 'low', 'medium', 'high'] },
  },
  {
    // These two reason only when they are asked to, and take sampling until then.
    match: /^gpt-5\.[12](?!.*(-chat|-pro|-codex))/,
    capabilities: {
      parameters: {
        temperature: [0, 2],
        topP: 'yes',
        refusedWithReasoning: ['temperature', 'topP'],
      },
    },
  },
  {
    match: /^o1-(mini|preview)/,
    capabilities: {
      system: 'none',
      tools: 'none',
      reasoningEfforts: [],
      structuredOutput: 'prompt',
    },
  },
  { match: /^gpt-(3\.5|4-|4$)/, capabilities: { structuredOutput: 'prompt' } },
  { match: /^gpt-3\.5/, capabilities: { media: {} } },
  {
    match: /audio/,
    capabilities: { media: { audio: { types: ['audio/wav', 'audio/mpeg', 'audio/mp3'] } } },
  },
]
