import type { JsonObject, JsonValue } from '@autobot/core/provider'
import { objectOf } from '../values.ts'

/** `parameters` takes no empty `properties`; an object without them is written without the key. */
export function withoutEmptyProperties(schema: JsonObject): JsonObject {
  let out = stripped.get(schema)
  if (out === undefined) stripped.set(schema, (out = strip(schema) as JsonObject))
  return out
}

// Core gives the same schema for the same tool in every request.
const stripped = new WeakMap<JsonObject, JsonObject>()

function strip(node: JsonValue): JsonValue {
  if (Array.isArray(node)) return node.map((item: JsonValue) => strip(item))
  const object = objectOf(node)
  if (object === undefined) return node
  const out: Record<string, JsonValue> = {}
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined) continue
    const properties = key === 'properties' ? objectOf(value) : undefined
    if (properties === undefined) out[key] = strip(value)
    else if (Object.keys(properties).length > 0) {
      out[key] = Object.fromEntries(
        Object.entries(properties).map(([name, child]) => [name, strip(child as JsonValue)]),
      )
    }
  }
  return out
}
