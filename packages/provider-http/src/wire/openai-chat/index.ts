import type { WireCodec } from '../codec.ts'
import { openaiModelList } from '../model-list.ts'
import { unwrapCalls } from '../wrapped-calls.ts'
import { decoder } from './decode.ts'
import { encode } from './encode.ts'
import type { ChatSpelling } from './types.ts'

/** OpenAI Chat Completions, and the many servers that speak it nearly. */
export const codec: WireCodec<ChatSpelling> = {
  path: () => '/chat/completions',
  encode,
  decoder: (context) => unwrapCalls(decoder(context), context.declared ?? new Set()),
  models: openaiModelList,
}
