import type { JsonObject, JsonValue } from '../../contract/json.ts'
import { both, mergeAllOf } from './merge.ts'
import { describe, isNode, nodeList, stringList, uniqueJson, type SchemaNode } from './node.ts'

const maxNote = 2000

/**
 * Most targets refuse alternatives at the root of a tool's schema. All their properties become
 * one object, required is what each of them requires, and the alternatives stay as text. The
 * tool's own schema still decides whether an input is valid.
 */
export function foldRoot(root: SchemaNode): SchemaNode {
  let node = Array.isArray(root['allOf'])
    ? mergeAllOf({ allOf: [shell(root), ...nodeList(root['allOf'])] })
    : root
  for (const keyword of ['anyOf', 'oneOf']) {
    const { [keyword]: union, ...rest } = node
    if (!Array.isArray(union)) continue
    const branches = nodeList(union)
      .map((branch) => resolveLocal(branch, root))
      .filter((branch) => isNode(branch['properties']) || Array.isArray(branch['required']))
    node = branches.length === 0 ? rest : describe(both(rest, oneOfAll(branches)), note(branches))
  }
  return node
}

function shell(root: SchemaNode): SchemaNode {
  const { allOf: _allOf, ...rest } = root
  return rest
}

/** Branches of the root are often nothing but a reference. */
function resolveLocal(branch: SchemaNode, root: SchemaNode): SchemaNode {
  const ref = branch['$ref']
  const defs = root['$defs']
  if (typeof ref !== 'string' || !isNode(defs)) return branch
  const name = ref.slice('#/$defs/'.length).replaceAll('~1', '/').replaceAll('~0', '~')
  const target = Object.hasOwn(defs, name) ? defs[name] : undefined
  return isNode(target) ? target : branch
}

function oneOfAll(branches: readonly SchemaNode[]): SchemaNode {
  const found = new Map<string, JsonValue[]>()
  for (const branch of branches) {
    const own = branch['properties']
    if (!isNode(own)) continue
    for (const [key, schema] of Object.entries(own)) {
      if (schema === undefined) continue
      const known = found.get(key)
      if (known === undefined) found.set(key, [schema])
      else known.push(schema)
    }
  }
  const properties = [...found].map(([key, schemas]) => [key, anyOfAll(schemas)])
  const [first, ...others] = branches.map((branch) => new Set(stringList(branch['required'])))
  const required = [...(first ?? [])].filter((key) => others.every((list) => list.has(key)))
  return {
    type: 'object',
    properties: Object.fromEntries(properties) as JsonObject,
    ...(required.length > 0 && { required }),
  }
}

function anyOfAll(schemas: readonly JsonValue[]): JsonValue {
  const flat = schemas.flatMap((schema) =>
    isNode(schema) && Object.keys(schema).length === 1 && Array.isArray(schema['anyOf'])
      ? (schema['anyOf'] as readonly JsonValue[])
      : [schema],
  )
  const unique = uniqueJson(flat)
  if (unique.length === 1) return unique[0] ?? {}
  // Constants of one type, as tagged unions have them, are one choice.
  const byType = new Map<string, { readonly type: JsonValue | undefined; values: JsonValue[] }>()
  const alternatives: (() => JsonValue)[] = []
  for (const schema of unique) {
    const values = choices(schema)
    if (values.length === 0) {
      alternatives.push(() => schema)
      continue
    }
    const type = typeOf(schema)
    const key = JSON.stringify(type ?? null)
    const known = byType.get(key)
    if (known === undefined) {
      const group = { type, values: [...values] }
      byType.set(key, group)
      // The only one of its type stays as it is, with all that it says besides.
      alternatives.push(() => (group.values.length === values.length ? schema : choice(group)))
    } else known.values.push(...values)
  }
  const list = alternatives.map((make) => make())
  return list.length === 1 ? (list[0] ?? {}) : { anyOf: list }
}

function choice({
  type,
  values,
}: {
  readonly type: JsonValue | undefined
  readonly values: readonly JsonValue[]
}): JsonValue {
  return { ...(type !== undefined && { type }), enum: uniqueJson(values) }
}

function choices(schema: JsonValue): readonly JsonValue[] {
  if (!isNode(schema)) return []
  if (Array.isArray(schema['enum'])) return schema['enum'] as readonly JsonValue[]
  return schema['const'] === undefined ? [] : [schema['const']]
}

function typeOf(schema: JsonValue): JsonValue | undefined {
  return isNode(schema) ? schema['type'] : undefined
}

function note(branches: readonly SchemaNode[]): string {
  const shapes = branches.map((branch) => {
    const required = stringList(branch['required'])
    const properties = isNode(branch['properties']) ? Object.keys(branch['properties']) : required
    const marked = properties.map((key) => (required.includes(key) ? key : `${key}?`))
    return `{${marked.join(', ')}}`
  })
  const text = `Use the properties of exactly one of: ${shapes.join(' or ')}.`
  return text.length > maxNote ? `${text.slice(0, maxNote)}…` : text
}
