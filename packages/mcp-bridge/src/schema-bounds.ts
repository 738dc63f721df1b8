const maxDepth = 64
const maxNodes = 10_000
const maxBytes = 256 * 1024

/** Why a schema is too large to be handed to a model; undefined when it is not. */
export function tooLarge(schema: unknown): string | undefined {
  const waiting: (readonly [value: unknown, depth: number])[] = [[schema, 1]]
  for (let nodes = 0; waiting.length > 0; nodes++) {
    const [value, depth] = waiting.pop() as (typeof waiting)[number]
    if (typeof value !== 'object' || value === null) continue
    if (depth > maxDepth) return `its schema is more than ${maxDepth} levels deep`
    if (nodes > maxNodes) return `its schema has more than ${maxNodes} parts`
    for (const each of Object.values(value)) waiting.push([each, depth + 1])
  }
  const bytes = Buffer.byteLength(JSON.stringify(schema) ?? '')
  return bytes > maxBytes ? `its schema takes ${bytes} bytes` : undefined
}
