import type { Capabilities } from '@autobot/core/provider'
import type { ChatSpelling } from '../wire/openai-chat/types.ts'
import { compatibleTools, openaiStrict } from './dialects.ts'

/** What a server that speaks Chat Completions can be expected to take. */
export const compatible: Capabilities = {
  tools: 'parallel',
  toolChoice: ['auto', 'none', 'required', 'tool'],
  toolSchema: compatibleTools,
  outputSchema: openaiStrict,
  toolCallIds: { form: 'word', maxLength: 40 },
  roles: 'merged',
  parameters: { temperature: [0, 2], topP: 'yes', stopSequences: 4, seed: 'yes', penalties: 'yes' },
}

/** Pictures by URL or bytes, as OpenAI takes them. */
export const openaiImages = {
  types: ['image/png', 'image/jpeg', 'image/gif', 'image/webp'],
  sources: 'bytes_or_url',
} as const

/** A server on the user's own machine: it cannot fetch URLs and has what the user loaded. */
export const local: Capabilities = {
  ...compatible,
  // What templates of open models want: others raise an error over a second question in a row.
  roles: 'strict',
  structuredOutput: 'native',
  media: { image: { types: openaiImages.types } },
}

/** Of such servers: the end may come without a reason, a null would be printed, thoughts are tagged. */
export const localSpelling: ChatSpelling = {
  finishReason: 'optional',
  assistantContent: 'empty',
  thoughtTags: 'reasoning',
}
