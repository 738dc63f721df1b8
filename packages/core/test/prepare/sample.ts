import type { JsonObject, JsonValue } from '../../src/contract/json.ts'

/** A value that should fit the schema: everything given, or only what is required. */
export function sample(schema: unknown, full: boolean, depth = 0): JsonValue {
  if (typeof schema !== 'object' || schema === null) return 'x'
  const node = schema as Record<string, JsonValue | undefined>
  if (node['const'] !== undefined) return node['const']
  if (Array.isArray(node['enum']))
    return (node['enum'] as readonly JsonValue[])[full ? 0 : node['enum'].length - 1] ?? null
  for (const key of ['anyOf', 'oneOf']) {
    const list = node[key]
    if (Array.isArray(list)) return sample(full ? list[0] : list.at(-1), full, depth)
  }
  const type: unknown = Array.isArray(node['type']) ? node['type'][0] : node['type']
  switch (type) {
    case 'integer':
    case 'number':
      return Number(node['minimum'] ?? 1)
    case 'boolean':
      return full
    case 'null':
      return null
    case 'array':
      return depth > 6 ? [] : [sample(node['items'], full, depth + 1)]
    case 'object': {
      const properties = (node['properties'] ?? {}) as JsonObject
      const required = (node['required'] ?? []) as readonly string[]
      const keys = Object.keys(properties).filter((key) => full || required.includes(key))
      return Object.fromEntries(keys.map((key) => [key, sample(properties[key], full, depth + 1)]))
    }
    default:
      return 'x'.repeat(Number(node['minLength'] ?? 1))
  }
}
