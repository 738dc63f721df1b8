import type { JsonValue } from '../../contract/json.ts'
import { isNode, stringList, type SchemaNode } from './node.ts'

const typeNames: ReadonlySet<string> = new Set([
  'array',
  'boolean',
  'integer',
  'null',
  'number',
  'object',
  'string',
])

type Form = (value: JsonValue) => boolean
const isText: Form = (value) => typeof value === 'string'
const isFlag: Form = (value) => typeof value === 'boolean'
const isNumber: Form = (value) => typeof value === 'number'
const isCount: Form = (value) => Number.isInteger(value) && Number(value) >= 0
const isList: Form = (value) => Array.isArray(value) && value.length > 0

const forms: ReadonlyMap<string, Form> = new Map([
  ...['description', 'title', 'format', 'pattern', '$schema', '$id', '$comment', '$anchor'].map(
    (key) => [key, isText] as const,
  ),
  ...['uniqueItems', 'nullable', 'deprecated', 'readOnly', 'writeOnly'].map(
    (key) => [key, isFlag] as const,
  ),
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'].map(
    (key) => [key, isNumber] as const,
  ),
  ...[
    'minLength',
    'maxLength',
    'minItems',
    'maxItems',
    'minProperties',
    'maxProperties',
    'minContains',
    'maxContains',
  ].map((key) => [key, isCount] as const),
  ...['anyOf', 'oneOf', 'allOf', 'prefixItems', 'enum', 'examples'].map(
    (key) => [key, isList] as const,
  ),
  ...['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'].map(
    (key) => [key, isNode] as const,
  ),
])

/**
 * The node without keywords whose value is none that JSON Schema knows (`type: "any"`, a draft 4
 * `required: true`): most services refuse the whole request for one of them.
 */
export function wellFormed(node: SchemaNode): SchemaNode {
  const entries: [string, JsonValue | undefined][] = []
  let changed = false
  for (const [key, value] of Object.entries(node)) {
    const kept = value === undefined ? undefined : legal(key, value)
    if (kept === undefined) changed = true
    else {
      if (kept !== value) changed = true
      entries.push([key, kept])
    }
  }
  return changed ? Object.fromEntries(entries) : node
}

function legal(key: string, value: JsonValue): JsonValue | undefined {
  if (key === 'type') return legalType(value)
  if (key === 'required') {
    const names = stringList(value)
    if (!Array.isArray(value) || names.length === 0) return undefined
    return names.length === value.length ? value : names
  }
  return forms.get(key)?.(value) === false ? undefined : value
}

function legalType(value: JsonValue): JsonValue | undefined {
  const names = stringList(value).filter((name) => typeNames.has(name))
  if (names.length === 0) return undefined
  if (!Array.isArray(value)) return value
  return names.length === value.length ? value : names
}
