import { anthropicCapabilities, anthropicModels } from './anthropic-models.ts'
import { compatible, localSpelling } from './compatible.ts'
import { geminiCapabilities, geminiModels } from './gemini-models.ts'
import { servedOpenaiModels } from './openai-models.ts'
import { responsesCapabilities, responsesModels } from './responses.ts'
import type { VendorSpec } from './spec.ts'

/** A server of the user's own: a wire, careful facts, and those of models that are known by name. */
export function customSpec(prefix: string, wire: VendorSpec['wire']): VendorSpec {
  const base = { prefix, displayName: prefix, keyEnvironment: [], key: 'optional' } as const
  switch (wire) {
    case 'openai-chat':
      return {
        ...base,
        wire,
        capabilities: compatible,
        spelling: localSpelling,
        models: servedOpenaiModels,
      }
    case 'openai-responses':
      return { ...base, wire, capabilities: responsesCapabilities, models: responsesModels }
    case 'anthropic-messages':
      return {
        ...base,
        wire,
        auth: 'x-api-key',
        headers: { 'anthropic-version': '2023-06-01' },
        capabilities: anthropicCapabilities,
        models: anthropicModels,
      }
    case 'gemini':
      return {
        ...base,
        wire,
        auth: 'x-goog-api-key',
        basePath: '/v1beta',
        capabilities: geminiCapabilities,
        models: geminiModels,
      }
  }
}
