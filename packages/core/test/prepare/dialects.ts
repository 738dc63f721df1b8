import type { SchemaDialect } from '../../src/contract/capabilities.ts'

/** Dialects as real targets have them, from the widest to the narrowest. */
export const dialects: Readonly<Record<string, SchemaDialect>> = {
  open: {
    references: 'keep',
    rootUnions: 'fold',
    additionalProperties: 'keep',
    typeArrays: 'keep',
    oneOf: 'keep',
    allOf: 'keep',
    const: 'keep',
    enums: 'any',
    tuples: 'keep',
    bounds: 'keep',
    formats: 'any',
    annotations: 'keep',
    keys: 'word64',
    otherKeywords: 'keep',
  },
  strict: {
    references: 'keep',
    additionalProperties: 'require_false',
    allRequired: 'yes',
    typeArrays: 'keep',
    const: 'keep',
    enums: 'any',
    bounds: 'keep',
    formats: ['date-time', 'email'],
  },
  nullable: {
    typeArrays: 'nullable',
    emptyObject: 'omit',
    formats: ['date-time'],
    typeBesideUnion: 'inside',
  },
  noFalse: { additionalProperties: 'drop_false', enums: 'any', bounds: 'keep', keys: 'any' },
  conservative: {},
}
