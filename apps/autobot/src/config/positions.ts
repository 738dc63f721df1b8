import { isMap, isScalar, isSeq, type Document, type LineCounter } from 'yaml'
import type { Where } from './config.ts'

/** Finds where a field is written: its value, or its key where the value is a block. */
export function createPositions(document: Document, lines: LineCounter, file: string): Where {
  return (path, part) => {
    let node: unknown = document.contents
    let offset = offsetOf(node)
    for (const key of path) {
      if (isMap(node)) {
        const pair = node.items.find(
          (item) => isScalar(item.key) && String(item.key.value) === String(key),
        )
        if (pair === undefined) break
        node = pair.value
        const value = isScalar(node) && part !== 'key' ? offsetOf(node) : undefined
        offset = value ?? offsetOf(pair.key) ?? offset
      } else if (isSeq(node)) {
        node = node.items[Number(key)]
        offset = offsetOf(node) ?? offset
      } else break
    }
    const { line, col } = lines.linePos(offset ?? 0)
    return `${file}:${Math.max(line, 1)}:${Math.max(col, 1)}`
  }
}

function offsetOf(node: unknown): number | undefined {
  return (node as { readonly range?: readonly number[] | null } | null | undefined)?.range?.[0]
}
