import type { WireCodec } from '../codec.ts'
import { openaiModelList } from '../model-list.ts'
import { objectOf, textOf } from '../values.ts'
import { decoder } from './decode.ts'
import { encode } from './encode.ts'
import type { AnthropicSpelling } from './types.ts'

/** Anthropic Messages. The base URL ends before `/v1`. */
export const codec: WireCodec<AnthropicSpelling> = {
  path: () => '/v1/messages',
  encode,
  decoder,
  models: async () => ({
    path: (cursor) =>
      `/v1/models?limit=1000${cursor === undefined ? '' : `&after_id=${encodeURIComponent(cursor)}`}`,
    read: (page) => {
      const list = objectOf(page)
      const cursor = list?.['has_more'] === true ? textOf(list['last_id']) : undefined
      return { ...openaiModelList.read(page), ...(cursor !== undefined && { cursor }) }
    },
  }),
}
