import type { JsonObject, JsonValue } from '@autobot/core/provider'
import { listOf, objectOf, textOf } from '../values.ts'

export interface DetailsReader {
  /** Takes in a fragment and returns the text that it adds. */
  read(value: JsonValue | undefined): string
  /** What came since the last call, joined; undefined if nothing did. */
  take(): readonly JsonObject[] | undefined
}

/**
 * `reasoning_details` come in fragments and must go back whole: text and summaries of the same
 * index are joined, encrypted items stay as they are.
 */
export function detailsReader(): DetailsReader {
  let items: Record<string, JsonValue | undefined>[] = []
  return {
    read(value) {
      let added = ''
      for (const entry of listOf(value)) {
        const detail = objectOf(entry)
        if (detail === undefined) continue
        const field = textField(detail)
        const text = field === undefined ? '' : (textOf(detail[field]) ?? '')
        added += text
        const last = items.at(-1)
        const continues =
          field !== undefined &&
          last !== undefined &&
          last['type'] === detail['type'] &&
          last['index'] === detail['index']
        if (!continues) {
          items.push({ ...detail })
          continue
        }
        for (const [key, part] of Object.entries(detail)) {
          if (key === field) last[key] = `${textOf(last[key]) ?? ''}${text}`
          else if (part !== null && part !== undefined) last[key] = part
        }
      }
      return added
    },
    take() {
      if (items.length === 0) return undefined
      const taken = items
      items = []
      return taken
    },
  }
}

function textField(detail: JsonObject): 'text' | 'summary' | undefined {
  if (detail['type'] === 'reasoning.text') return 'text'
  return detail['type'] === 'reasoning.summary' ? 'summary' : undefined
}
