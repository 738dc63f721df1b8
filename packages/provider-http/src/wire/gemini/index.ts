import type { JsonValue, ModelInfo } from '@autobot/core/provider'
import type { WireCodec } from '../codec.ts'
import { listOf, numberOf, objectOf, textOf } from '../values.ts'
import { decoder } from './decode.ts'
import { encode } from './encode.ts'
import type { GeminiSpelling } from './types.ts'

/** Gemini generateContent. The base URL ends with the version. */
export const codec: WireCodec<GeminiSpelling> = {
  path: (model) =>
    `/${model.includes('/') ? model : `models/${model}`}:streamGenerateContent?alt=sse`,
  encode,
  decoder,
  models: async () => ({
    path: (cursor) =>
      `/models?pageSize=1000${cursor === undefined ? '' : `&pageToken=${encodeURIComponent(cursor)}`}`,
    read: (page) => {
      const list = objectOf(page)
      const cursor = list && textOf(list['nextPageToken'])
      return {
        models: listOf(list?.['models']).flatMap(modelInfo),
        ...(cursor !== undefined && { cursor }),
      }
    },
  }),
}

function modelInfo(value: JsonValue): readonly ModelInfo[] {
  const model = objectOf(value)
  const name = model && textOf(model['name'])
  if (model === undefined || name === undefined) return []
  const methods = listOf(model['supportedGenerationMethods'])
  if (methods.length > 0 && !methods.includes('generateContent')) return []
  const displayName = textOf(model['displayName'])
  const input = numberOf(model['inputTokenLimit'])
  const output = numberOf(model['outputTokenLimit'])
  return [
    {
      id: name.replace(/^models\//, ''),
      ...(displayName !== undefined && { displayName }),
      ...(input !== undefined && { contextWindow: input }),
      ...(output !== undefined && { maxOutputTokens: output }),
      raw: model,
    },
  ]
}
