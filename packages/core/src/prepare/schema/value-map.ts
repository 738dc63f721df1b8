import type { JsonObject, JsonValue } from '../../contract/json.ts'
import { isNode } from './node.ts'

/** How values of the wire become values of the tool's own schema. Absent: they are the same. */
export interface ValueMap {
  /** By the tool's own key. */
  readonly properties?: ReadonlyMap<string, PropertyMap>
  readonly items?: ValueMap
  readonly additional?: ValueMap
  /** Values that are sent as text, by that text. */
  readonly values?: ReadonlyMap<string, JsonValue>
  readonly branches?: readonly ValueMap[]
  /** Definitions may contain themselves. */
  readonly definition?: () => ValueMap | undefined
}

export interface PropertyMap {
  readonly wire: string
  readonly map?: ValueMap
  /** On the wire null means absent. */
  readonly dropNull?: true
}

export type Direction = 'decode' | 'encode'

export function translate(
  value: JsonValue,
  map: ValueMap | undefined,
  direction: Direction,
): JsonValue {
  if (map === undefined) return value
  let out = value
  if (map.definition !== undefined) out = translate(out, map.definition(), direction)
  if (map.values !== undefined) out = translateChoice(out, map.values, direction)
  if (Array.isArray(out)) {
    if (map.items !== undefined) {
      const items = out as readonly JsonValue[]
      const next = items.map((item) => translate(item, map.items, direction))
      if (next.some((item, at) => item !== items[at])) out = next
    }
  } else if (isNode(out) && (map.properties !== undefined || map.additional !== undefined)) {
    out = translateObject(out, map, direction)
  }
  for (const branch of map.branches ?? []) out = translate(out, branch, direction)
  return out
}

function translateChoice(
  value: JsonValue,
  values: ReadonlyMap<string, JsonValue>,
  direction: Direction,
): JsonValue {
  if (direction === 'decode') {
    return typeof value === 'string'
      ? (values.get(value) ?? (values.has(value) ? null : value))
      : value
  }
  if (typeof value === 'string') return value
  const text = JSON.stringify(value)
  return values.has(text) ? text : value
}

function translateObject(value: JsonObject, map: ValueMap, direction: Direction): JsonValue {
  const own = map.properties ?? new Map<string, PropertyMap>()
  const byKey =
    direction === 'encode'
      ? new Map([...own].map(([key, property]) => [key, { ...property, to: property.wire }]))
      : new Map([...own].map(([key, property]) => [property.wire, { ...property, to: key }]))
  let changed = false
  const entries: [string, JsonValue | undefined][] = []
  for (const [key, item] of Object.entries(value)) {
    const property = byKey.get(key)
    if (direction === 'decode' && item === null && property?.dropNull === true) {
      changed = true
      continue
    }
    const inner = property === undefined ? map.additional : property.map
    const next = item === undefined ? item : translate(item, inner, direction)
    const to = property?.to ?? key
    if (next !== item || to !== key) changed = true
    entries.push([to, next])
  }
  return changed ? Object.fromEntries(entries) : value
}

/** A map that says something, or nothing at all. */
export function compactMap(map: ValueMap): ValueMap | undefined {
  const kept = Object.entries(map).filter(([, value]) => value !== undefined)
  return kept.length === 0 ? undefined : (Object.fromEntries(kept) as ValueMap)
}
