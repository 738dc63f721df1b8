import type { SchemaDialect } from '../../contract/capabilities.ts'

/** A dialect with every default filled in. */
export type FullDialect = Required<SchemaDialect>

const conservative: FullDialect = {
  references: 'inline',
  rootUnions: 'fold',
  additionalProperties: 'drop',
  allRequired: 'no',
  emptyObject: 'keep',
  typeArrays: 'any_of',
  oneOf: 'any_of',
  allOf: 'merge',
  const: 'enum',
  enums: 'strings',
  tuples: 'items',
  bounds: 'describe',
  formats: [],
  annotations: 'drop',
  keys: 'word64',
  typeBesideUnion: 'any',
  otherKeywords: 'drop',
}

export function fullDialect(dialect: SchemaDialect | undefined): FullDialect {
  return dialect === undefined ? conservative : { ...conservative, ...dialect }
}

const keys = new WeakMap<SchemaDialect, string>()

/** The same text for dialects that say the same. */
export function dialectKey(dialect: SchemaDialect | undefined): string {
  if (dialect === undefined) return ''
  let key = keys.get(dialect)
  if (key === undefined) {
    key = JSON.stringify(fullDialect(dialect))
    keys.set(dialect, key)
  }
  return key
}
