import type { WireCodec } from '../codec.ts'
import { openaiModelList } from '../model-list.ts'
import { readThoughtTags } from '../thought-tags.ts'
import { unwrapCalls } from '../wrapped-calls.ts'
import { decoder } from './decode.ts'
import { encode } from './encode.ts'
import type { ChatSpelling } from './types.ts'

const none: ReadonlySet<string> = new Set()

/** OpenAI Chat Completions, and the many servers that speak it nearly. */
export const codec: WireCodec<ChatSpelling> = {
  path: () => '/chat/completions',
  encode,
  decoder: (context) => {
    const calls = unwrapCalls(decoder(context), context.declared ?? none)
    return context.spelling.thoughtTags === 'reasoning' ? readThoughtTags(calls) : calls
  },
  models: openaiModelList,
}
