import { bodyReader, type JsonValue } from '@autobot/core/provider'
import { parseJson } from '../wire/values.ts'
import { sseParser, type SseEvent } from './sse.ts'

/** What came of a body since the last time: events of a stream, or one value that is all of it. */
export type BodyPiece =
  | { readonly type: 'events'; readonly events: readonly SseEvent[] }
  | { readonly type: 'value'; readonly value: JsonValue }
  | { readonly type: 'text'; readonly text: string }

/** Events: some are decoded together, but the first of a long chunk does not wait for the last. */
const longestPiece = 32

/**
 * Bytes that are decoded at once. A string of more than 128 KB gets pages of memory of its own, and
 * that of a whole chunk of the network did: it took as long as to parse the JSON in it.
 */
const longestText = 32_768
const nothing = new Uint8Array(0)

/** What the reader of a body tells who reads from it. */
export interface BodyProgress {
  /** The answer's own end has come: what is left of the body is nothing, and is soon over. */
  complete: boolean
}

/**
 * Reads a body from its bytes. Decides by how it begins, not by the content type, since
 * servers that ignore `stream: true` and proxies that answer with a page label them freely.
 * Leaving the loop, and the signal, end the connection at once; after a complete answer it stays
 * for the next request.
 */
export async function* readBody(
  response: Response,
  signal: AbortSignal,
  progress: BodyProgress = { complete: false },
): AsyncGenerator<BodyPiece> {
  const reader = bodyReader(response)
  const cancel = (): void => reader.cancel()
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
      const { done, value = nothing } = await reader.read()
      signal.throwIfAborted()
      let at = 0
      do {
        let text = done ? utf8.decode() : utf8.decode(portion(value, at), { stream: true })
        at += longestText
        if (kind === 'unknown') {
          head += text
          kind = kindOf(head.trimStart(), done)
          text = head
        }
        if (kind === 'whole') pieces.push(text)
        else if (kind === 'events') {
          const events = parser.push(text)
          for (let from = 0; from < events.length; from += longestPiece) {
            yield { type: 'events', events: events.slice(from, from + longestPiece) }
          }
        }
      } while (at < value.byteLength)
      if (done) break
    }
    if (kind === 'events') {
      const events = parser.end()
      if (events.length > 0) yield { type: 'events', events }
    } else if (kind === 'whole') {
      const text = pieces.join('')
      pieces = []
      const value = parseJson(text)
      const isAnswer = typeof value === 'object' && value !== null
      yield isAnswer ? { type: 'value', value } : { type: 'text', text }
    }
  } finally {
    signal.removeEventListener('abort', cancel)
    if (progress.complete) reader.release()
    else cancel()
  }
}

function portion(chunk: Uint8Array, from: number): Uint8Array {
  return chunk.byteLength <= longestText ? chunk : chunk.subarray(from, from + longestText)
}

const fields = ['data', 'event', 'id', 'retry']

/** Events begin with a comment or the name of a field; all else is one piece. */
function kindOf(head: string, done: boolean): 'unknown' | 'events' | 'whole' {
  if (head === '') return 'unknown'
  if (head.startsWith(':') || fields.some((field) => head.startsWith(field))) return 'events'
  return !done && fields.some((field) => field.startsWith(head)) ? 'unknown' : 'whole'
}
