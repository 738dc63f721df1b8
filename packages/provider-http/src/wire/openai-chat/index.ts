import type { WireCodec, WireDecoder } from '../codec.ts'
import { unwrapCalls } from '../wrapped-calls.ts'
import { decoder } from './decode.ts'
import { encode } from './encode.ts'
import type { ChatSpelling } from './types.ts'

const none: ReadonlySet<string> = new Set()

/** OpenAI Chat Completions, and the many servers that speak it nearly. */
export const codec: WireCodec<ChatSpelling> = {
  path: () => '/chat/completions',
  encode,
  decoder(context) {
    const { declared = none, spelling } = context
    const calls = unwrapCalls(decoder(context), declared)
    return spelling.thoughtTags === 'reasoning' ? tagged(calls) : calls
  },
  models: async () => (await import('../model-list.ts')).openaiModelList,
}

let loadingTags: Promise<typeof import('../thought-tags.ts')> | undefined

/** Of servers that leave thoughts in the text. */
async function tagged(inner: WireDecoder): Promise<WireDecoder> {
  const { readThoughtTags } = await (loadingTags ??= import('../thought-tags.ts'))
  return readThoughtTags(inner)
}
