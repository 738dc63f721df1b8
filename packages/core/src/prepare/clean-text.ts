import type { JsonObject, JsonValue } from '../contract/json.ts'

const lonePattern = /[\uD800-\uDFFF]/gu

/** Without lone surrogates and NUL, which several wires refuse; the same string if it has none. */
export function cleanText(text: string): string {
  const whole = text.isWellFormed() ? text : text.replace(lonePattern, '')
  return whole.includes('\0') ? whole.replaceAll('\0', '') : whole
}

export function isBlank(text: string): boolean {
  return text.trim() === ''
}

/** Every string in a JSON value cleaned, keys too; the same value if nothing had to be. */
export function cleanJson<T extends JsonValue>(value: T): T {
  return clean(value) as T
}

function clean(value: JsonValue): JsonValue {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[]
    const out = items.map(clean)
    return out.every((item, index) => item === items[index]) ? value : out
  }
  let changed = false
  const entries = Object.entries(value as JsonObject).map(([key, item]) => {
    const entry = [cleanText(key), item === undefined ? undefined : clean(item)] as const
    if (entry[0] !== key || entry[1] !== item) changed = true
    return entry
  })
  // fromEntries defines own properties, so that a key such as __proto__ stays a key.
  return changed ? Object.fromEntries(entries) : value
}
