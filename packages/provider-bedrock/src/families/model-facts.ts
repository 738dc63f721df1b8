import { parseModel } from '../models.ts'
import type { Family, ModelName } from '../models.ts'
import { claudeFacts } from './claude.ts'
import type { ModelFacts } from './facts.ts'
import { novaFacts } from './nova.ts'
import {
  ai21Facts,
  cohereFacts,
  deepseekFacts,
  gemmaFacts,
  glmFacts,
  gptOssFacts,
  kimiFacts,
  llamaFacts,
  minimaxFacts,
  mistralFacts,
  promptFacts,
  qwenFacts,
  titanFacts,
  unknownFacts,
  writerFacts,
} from './open-weights.ts'

const byFamily: Readonly<Record<Family, (base: string) => ModelFacts>> = {
  claude: claudeFacts,
  nova: novaFacts,
  titan: titanFacts,
  llama: llamaFacts,
  mistral: mistralFacts,
  writer: writerFacts,
  deepseek: deepseekFacts,
  qwen: qwenFacts,
  kimi: kimiFacts,
  'gpt-oss': gptOssFacts,
  cohere: cohereFacts,
  ai21: ai21Facts,
  glm: glmFacts,
  minimax: minimaxFacts,
  gemma: gemmaFacts,
  unknown: () => unknownFacts,
}

export interface KnownModel extends ModelFacts {
  readonly name: ModelName
}

/** A lookup that remembers: `capabilities` is asked for on every call. */
export function createModelTable(familyHint: string | undefined): (id: string) => KnownModel {
  const known = new Map<string, KnownModel>()
  return (id) => {
    const found = known.get(id)
    if (found !== undefined) return found
    const name = parseModel(id, familyHint)
    const facts = id.includes(':prompt/') ? promptFacts : byFamily[name.family](name.base)
    const model: KnownModel = { name, ...facts }
    known.set(id, model)
    return model
  }
}
