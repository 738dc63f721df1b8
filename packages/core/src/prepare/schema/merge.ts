import type { JsonObject, JsonValue } from '../../contract/json.ts'
import { isNode, mapInside, nodeList, sameJson, stringList, type SchemaNode } from './node.ts'

/** The schema with every `allOf` merged into the node that holds it. */
export function mergeAllOf(node: SchemaNode): SchemaNode {
  const inner = mapInside(node, (schema) => (isNode(schema) ? mergeAllOf(schema) : schema))
  if (!Array.isArray(inner['allOf'])) return inner
  const { allOf, ...rest } = inner
  return nodeList(allOf).reduce(both, rest)
}

/** A schema for what both take, as near as one node can say it. */
export function both(a: SchemaNode, b: SchemaNode): SchemaNode {
  const out = new Map<string, JsonValue | undefined>(Object.entries(a))
  for (const [key, value] of Object.entries(b)) {
    const mine = out.get(key)
    out.set(
      key,
      mine === undefined || value === undefined ? (mine ?? value) : join(key, mine, value),
    )
  }
  return Object.fromEntries(out)
}

function join(key: string, a: JsonValue, b: JsonValue): JsonValue {
  // Maps are merged by key: to compare them whole with each branch would cost their square.
  if (key !== 'properties' && key !== '$defs' && sameJson(a, b)) return a
  switch (key) {
    case 'properties':
    case '$defs':
      return isNode(a) && isNode(b) ? mergeMaps(a, b) : a
    case 'required':
      return [...new Set([...stringList(a), ...stringList(b)])]
    case 'type': {
      const shared = stringList(a).filter((type) => stringList(b).includes(type))
      return shared.length === 0 ? a : shared.length === 1 ? (shared[0] as string) : shared
    }
    case 'enum': {
      if (!Array.isArray(a) || !Array.isArray(b)) return a
      const others = new Set((b as readonly JsonValue[]).map((choice) => JSON.stringify(choice)))
      const shared = (a as readonly JsonValue[]).filter((x) => others.has(JSON.stringify(x)))
      return shared.length === 0 ? a : shared
    }
    case 'description':
      return `${String(a)} ${String(b)}`
    case 'minimum':
    case 'exclusiveMinimum':
    case 'minLength':
    case 'minItems':
      return Math.max(Number(a), Number(b))
    case 'maximum':
    case 'exclusiveMaximum':
    case 'maxLength':
    case 'maxItems':
      return Math.min(Number(a), Number(b))
    // A branch that forbids the other branch's properties would forbid everything.
    case 'additionalProperties':
      return true
    case 'items':
      return isNode(a) && isNode(b) ? both(a, b) : a
    default:
      return a
  }
}

function mergeMaps(a: SchemaNode, b: SchemaNode): JsonObject {
  const out = new Map<string, JsonValue | undefined>(Object.entries(a))
  for (const [key, value] of Object.entries(b)) {
    const mine = out.get(key)
    out.set(key, isNode(mine) && isNode(value) ? both(mine, value) : (mine ?? value))
  }
  return Object.fromEntries(out)
}
