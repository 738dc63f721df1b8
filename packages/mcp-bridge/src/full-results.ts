import type { McpFullResult } from './content.ts'

const maxResults = 64
const maxBytes = 64 * 1024 * 1024

export interface FullResults {
  keep(toolCallId: string, result: McpFullResult): void
  get(toolCallId: string): McpFullResult | undefined
}

/** The last results that models see in part only. */
export function fullResults(): FullResults {
  const kept = new Map<string, { result: McpFullResult; bytes: number }>()
  let total = 0
  return {
    keep(toolCallId, result) {
      const bytes = sizeOf(result)
      kept.set(toolCallId, { result, bytes })
      total += bytes
      for (const [id, old] of kept) {
        if (id === toolCallId || (kept.size <= maxResults && total <= maxBytes)) break
        kept.delete(id)
        total -= old.bytes
      }
    },
    get: (toolCallId) => kept.get(toolCallId)?.result,
  }
}

function sizeOf({ content, structuredContent }: McpFullResult): number {
  let bytes = structuredContent === undefined ? 0 : JSON.stringify(structuredContent).length
  for (const part of content) {
    if (part.type === 'text') bytes += part.text.length
    else if (part.type === 'file') bytes += part.data?.byteLength ?? 0
  }
  return bytes
}
