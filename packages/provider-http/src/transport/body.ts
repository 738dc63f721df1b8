import type { JsonValue } from '@autobot/core/provider'
import { sseParser, type SseEvent } from './sse.ts'

/** What came of a body since the last time: events of a stream, or one value that is all of it. */
export type BodyPiece =
  | { readonly type: 'events'; readonly events: readonly SseEvent[] }
  | { readonly type: 'value'; readonly value: JsonValue }
  | { readonly type: 'text'; readonly text: string }

/**
 * Reads a body from its bytes. Decides by the first character, not by the content type, since
 * servers that ignore `stream: true` and proxies that answer with a page label them freely.
 * Leaving the loop, and the signal, end the connection at once.
 */
export async function* readBody(
  response: Response,
  signal: AbortSignal,
): AsyncGenerator<BodyPiece> {
  if (response.body === null) return
  const reader = response.body.getReader()
  const cancel = (): void => void reader.cancel().catch(() => undefined)
  signal.addEventListener('abort', cancel, { once: true })
  try {
    // Decoding in pieces keeps characters together that are cut, and drops a BOM.
    const utf8 = new TextDecoder()
    const parser = sseParser()
    let kind: 'unknown' | 'events' | 'whole' = 'unknown'
    let head = ''
    let pieces: string[] = []
    for (;;) {
      signal.throwIfAborted()
      const { done, value } = await reader.read()
      signal.throwIfAborted()
      let text = done ? utf8.decode() : utf8.decode(value, { stream: true })
      if (kind === 'unknown') {
        head += text
        const first = head.trimStart()[0]
        if (first !== undefined) {
          kind = first === '{' || first === '[' || first === '<' ? 'whole' : 'events'
          text = head
        }
      }
      if (kind === 'whole') pieces.push(text)
      else if (kind === 'events') {
        const events = parser.push(text)
        if (events.length > 0) yield { type: 'events', events }
      }
      if (done) break
    }
    if (kind === 'events') {
      const events = parser.end()
      if (events.length > 0) yield { type: 'events', events }
    } else if (kind === 'whole') {
      const text = pieces.join('')
      pieces = []
      const value = parseJson(text)
      yield value === undefined ? { type: 'text', text } : { type: 'value', value }
    }
  } finally {
    signal.removeEventListener('abort', cancel)
    cancel()
  }
}

/** Undefined where the text is not JSON. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}
