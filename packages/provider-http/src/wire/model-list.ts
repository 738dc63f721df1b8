import type { JsonObject, JsonValue, ModelInfo } from '@autobot/core/provider'
import type { ModelList } from './codec.ts'
import { listOf, numberOf, objectOf, textOf } from './values.ts'

/** `GET /models` as OpenAI has it, with the limits that other servers add. */
export const openaiModelList: ModelList = {
  path: () => '/models',
  read: (page) => {
    const list = Array.isArray(page) ? page : objectOf(page)?.['data']
    return { models: listOf(list).flatMap((item) => modelInfo(item)) }
  },
}

function modelInfo(value: JsonValue): readonly ModelInfo[] {
  const model = objectOf(value)
  const id = model && (textOf(model['id']) ?? textOf(model['name']))
  if (model === undefined || id === undefined) return []
  const name = textOf(model['display_name']) ?? textOf(model['name'])
  const window = firstNumber(model, [
    'context_length',
    'context_window',
    'max_context_length',
    'max_model_len',
  ])
  // Two of the vendors write the limit one level down.
  const output =
    firstNumber(model, ['max_completion_tokens', 'max_output_tokens']) ??
    numberOf(objectOf(model['top_provider'])?.['max_completion_tokens']) ??
    numberOf(objectOf(model['limits'])?.['max_output_tokens'])
  return [
    {
      id,
      ...(name !== undefined && name !== id && { displayName: name }),
      ...(window !== undefined && { contextWindow: window }),
      ...(output !== undefined && { maxOutputTokens: output }),
      raw: model,
    },
  ]
}

function firstNumber(model: JsonObject, keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const found = numberOf(model[key])
    if (found !== undefined) return found
  }
  return undefined
}
