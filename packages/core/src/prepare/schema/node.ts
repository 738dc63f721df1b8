import type { JsonObject, JsonValue } from '../../contract/json.ts'

/** A schema whose parts are looked at one by one. */
export type SchemaNode = JsonObject

export function isNode(value: unknown): value is SchemaNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function nodeList(value: JsonValue | undefined): readonly SchemaNode[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isNode) : []
}

export function stringList(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value)
    ? (value as readonly JsonValue[]).filter((item) => typeof item === 'string')
    : []
}

const maps: ReadonlySet<string> = new Set([
  'properties',
  '$defs',
  'definitions',
  'patternProperties',
  'dependentSchemas',
])
const lists: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems'])
const singles: ReadonlySet<string> = new Set([
  'items',
  'additionalProperties',
  'not',
  'if',
  'then',
  'else',
  'contains',
  'propertyNames',
  'unevaluatedProperties',
  'unevaluatedItems',
  'contentSchema',
])

export type MapSchema = (schema: JsonValue, keyword: string) => JsonValue

/** The node with every schema directly inside it replaced. Booleans are schemas too. */
export function mapInside(node: SchemaNode, map: MapSchema): SchemaNode {
  // Entries, not assignments: a property may be called __proto__.
  return Object.fromEntries(
    Object.entries(node).map(([keyword, value]) => {
      if (maps.has(keyword) && isNode(value)) {
        const inner = Object.entries(value).map(([key, schema]) => [
          key,
          schema === undefined ? schema : map(schema, keyword),
        ])
        return [keyword, Object.fromEntries(inner) as JsonObject]
      }
      if (lists.has(keyword) && Array.isArray(value)) {
        return [keyword, (value as readonly JsonValue[]).map((schema) => map(schema, keyword))]
      }
      if (singles.has(keyword) && value !== undefined) return [keyword, map(value, keyword)]
      return [keyword, value]
    }),
  )
}

/** Adds to what a model reads of a node. */
export function describe(node: SchemaNode, note: string): SchemaNode {
  if (note === '') return node
  const text = typeof node['description'] === 'string' ? node['description'] : ''
  return { ...node, description: text === '' ? note : `${text} ${note}` }
}

export function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** Each value once, in the order of their first appearance. */
export function uniqueJson<T>(values: readonly T[]): readonly T[] {
  const seen = new Set<string | undefined>()
  return values.filter((value) => {
    const text = JSON.stringify(value) as string | undefined
    return !seen.has(text) && seen.add(text)
  })
}
