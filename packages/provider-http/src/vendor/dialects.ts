import type { SchemaDialect } from '@autobot/core/provider'

/** OpenAI without strict mode: nearly all of JSON Schema, but no union at the root. */
export const openaiTools: SchemaDialect = {
  references: 'keep',
  rootUnions: 'fold',
  additionalProperties: 'keep',
  typeArrays: 'keep',
  oneOf: 'keep',
  allOf: 'keep',
  const: 'keep',
  enums: 'any',
  bounds: 'keep',
  formats: 'any',
  annotations: 'keep',
  keys: 'any',
}

/** Strict mode: closed objects, all properties required, nothing that it cannot promise. */
export const openaiStrict: SchemaDialect = {
  references: 'keep',
  additionalProperties: 'require_false',
  allRequired: 'yes',
  typeArrays: 'keep',
  const: 'keep',
  enums: 'any',
  keys: 'any',
}

/** Servers that speak OpenAI's wire but put the schema into a prompt or a grammar. */
export const compatibleTools: SchemaDialect = {
  additionalProperties: 'keep',
  typeArrays: 'any_of',
  oneOf: 'any_of',
  enums: 'any',
  bounds: 'keep',
  formats: 'any',
  annotations: 'drop',
  keys: 'any',
}
