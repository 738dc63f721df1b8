import type { JsonObject } from '@autobot/core/provider'

const time = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}|$)/
const namesOfProperties = new Set(['properties', '$defs', 'definitions', 'patternProperties'])

/**
 * A schema without defaults and examples that look like a point in time: some servers put "now"
 * there, and a list of tools that differs from start to start is paid for anew each time.
 */
export function stabilise(schema: JsonObject): JsonObject {
  return clean(schema, false) as JsonObject
}

/** `isNames`: the keys of this object are names of properties, not keywords. */
function clean(value: unknown, isNames: boolean): unknown {
  if (Array.isArray(value)) return value.map((each) => clean(each, false))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, each]) => isNames || !isVolatile(key, each))
      .map(([key, each]) => [key, clean(each, !isNames && namesOfProperties.has(key))]),
  )
}

function isVolatile(key: string, value: unknown): boolean {
  if (key !== 'default' && key !== 'examples' && key !== 'example') return false
  const values: unknown[] = Array.isArray(value) ? value : [value]
  return values.some(isTime)
}

function isTime(value: unknown): boolean {
  if (typeof value === 'string') return time.test(value)
  // Seconds or milliseconds since 1970, of this century.
  return (
    typeof value === 'number' && ((value > 1e9 && value < 4e9) || (value > 1e12 && value < 4e12))
  )
}
