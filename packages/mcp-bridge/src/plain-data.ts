import type { JsonValue } from '@autobot/core/provider'

/** A server's data without keys that would become prototypes where it is copied. */
export function plainData(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(plainData)
  if (typeof value !== 'object' || value === null) return value as JsonValue
  const entries = Object.entries(value).filter(([key]) => key !== '__proto__')
  return Object.fromEntries(entries.map(([key, each]) => [key, plainData(each)]))
}
