import type { ChatSpelling } from '../wire/openai-chat/types.ts'
import type { ModelFacts } from './spec.ts'

/** Facts of open models, which stay true whichever server of Chat Completions runs them. */
export const servedModels: readonly ModelFacts<ChatSpelling>[] = [
  // https://cookbook.openai.com/articles/openai-harmony — it always thinks.
  { match: /gpt-oss/, capabilities: { reasoningEfforts: ['low', 'medium', 'high'] } },
  {
    // Its chat template prints the ids into the prompt: with others it goes silent or writes
    // its markup as text. https://github.com/MoonshotAI/kimi-code/issues/2503
    match: /kimi-?k2/,
    capabilities: { toolCallIds: { form: 'function_index' } },
  },
]
