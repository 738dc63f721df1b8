import type { JsonObject, JsonValue } from '@autobot/core/provider'
import { listOf, objectOf, textOf } from '../values.ts'

type Node = { [key: string]: JsonValue | Node } | (JsonValue | Node)[]

/** Puts arguments together that come as values at JSON paths: `$.user.names[0]`. */
export function partialArgs(): { add(list: JsonValue | undefined): void; text(): string } {
  // Without a prototype: a path may name anything.
  const root = Object.create(null) as Record<string, JsonValue | Node>
  return {
    add(list) {
      for (const entry of listOf(list)) {
        const item = objectOf(entry)
        const path = item && textOf(item['jsonPath'])
        if (item !== undefined && path !== undefined) put(root, steps(path), valueOf(item))
      }
    },
    text: () => JSON.stringify(root),
  }
}

function valueOf(item: JsonObject): JsonValue | undefined {
  for (const key of ['stringValue', 'numberValue', 'boolValue'] as const) {
    if (item[key] !== undefined) return item[key]
  }
  return 'nullValue' in item ? null : undefined
}

function steps(path: string): (string | number)[] {
  const found: (string | number)[] = []
  for (const match of path.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\[['"]([^'"]*)['"]\]/g)) {
    const [, name, index, quoted] = match
    found.push(index === undefined ? (name ?? quoted ?? '') : Number(index))
  }
  return found
}

function put(root: Node, path: readonly (string | number)[], value: JsonValue | undefined): void {
  if (value === undefined) return
  let node = root as Record<string | number, JsonValue | Node | undefined>
  for (const [at, step] of path.entries()) {
    const next = path[at + 1]
    if (next === undefined) {
      const before = node[step]
      // Strings come in fragments.
      const joined = typeof before === 'string' && typeof value === 'string'
      node[step] = joined ? before + value : value
      return
    }
    if (typeof node[step] !== 'object' || node[step] === null) {
      node[step] = typeof next === 'number' ? [] : (Object.create(null) as Node)
    }
    node = node[step] as Record<string | number, JsonValue | Node | undefined>
  }
}
