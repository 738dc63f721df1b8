import { anthropicCapabilities, anthropicModels } from './anthropic-models.ts'
import { compatible, localSpelling } from './compatible.ts'
import { geminiCapabilities, geminiModels } from './gemini-models.ts'
import { servedOpenaiModels } from './openai-models.ts'
import { responsesCapabilities, responsesModels } from './responses.ts'
import type { VendorSpec } from './spec.ts'

/** The table as it is for one wire: of another wire than its own, only the addresses hold. */
export function specFor(table: VendorSpec, wire: VendorSpec['wire']): VendorSpec {
  if (wire === table.wire) return table
  const other =
    table.alternatives?.find((alternative) => alternative.wire === wire) ??
    customSpec(table.prefix, wire)
  const { displayName, keyEnvironment, tokenEnvironment, baseUrlEnvironment } = table
  return {
    ...other,
    prefix: table.prefix,
    displayName,
    keyEnvironment,
    ...(tokenEnvironment !== undefined && { tokenEnvironment }),
    ...(baseUrlEnvironment !== undefined && { baseUrlEnvironment }),
    ...(table.baseUrl !== undefined && { baseUrl: other.baseUrl ?? table.baseUrl }),
    ...(table.resource !== undefined && { resource: table.resource }),
    ...(table.basePath !== undefined && { basePath: table.basePath }),
    key: table.key ?? 'required',
    auth: other.auth ?? table.auth ?? 'bearer',
  }
}

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
