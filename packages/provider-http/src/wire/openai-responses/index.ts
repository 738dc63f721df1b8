import type { WireCodec } from '../codec.ts'
import { unwrapCalls } from '../wrapped-calls.ts'
import { decoder } from './decode.ts'
import { encode } from './encode.ts'
import type { ResponsesSpelling } from './types.ts'

const none: ReadonlySet<string> = new Set()

/** OpenAI Responses. */
export const codec: WireCodec<ResponsesSpelling> = {
  path: () => '/responses',
  encode,
  decoder: (context) => unwrapCalls(decoder(context), context.declared ?? none),
  models: async () => (await import('../model-list.ts')).openaiModelList,
}
