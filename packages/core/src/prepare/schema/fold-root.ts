import type { JsonObject, JsonValue } from '../../contract/json.ts'
import { both, mergeAllOf } from './merge.ts'
import { describe, isNode, nodeList, sameJson, stringList, type SchemaNode } from './node.ts'

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
  const properties = new Map<string, JsonValue>()
  for (const branch of branches) {
    const own = branch['properties']
    if (!isNode(own)) continue
    for (const [key, schema] of Object.entries(own)) {
      if (schema === undefined) continue
      const known = properties.get(key)
      properties.set(key, known === undefined ? schema : either(known, schema))
    }
  }
  const [first, ...others] = branches.map((branch) => stringList(branch['required']))
  const required = (first ?? []).filter((key) => others.every((list) => list.includes(key)))
  return {
    type: 'object',
    properties: Object.fromEntries(properties) as JsonObject,
    ...(required.length > 0 && { required }),
  }
}

function either(a: JsonValue, b: JsonValue): JsonValue {
  if (sameJson(a, b)) return a
  const values = [...choices(a), ...choices(b)]
  // Two constants, as tagged unions have them, are one choice.
  if (choices(a).length > 0 && choices(b).length > 0 && sameJson(typeOf(a), typeOf(b))) {
    const unique = values.filter((x, at) => values.findIndex((y) => sameJson(x, y)) === at)
    const type = typeOf(a)
    return { ...(type !== undefined && { type }), enum: unique }
  }
  const known = isNode(a) && Object.keys(a).length === 1 && Array.isArray(a['anyOf'])
  const list: readonly JsonValue[] = known ? (a['anyOf'] as readonly JsonValue[]) : [a]
  return list.some((item) => sameJson(item, b)) ? a : { anyOf: [...list, b] }
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
