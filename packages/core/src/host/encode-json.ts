const utf8 = new TextEncoder()

/** Items of the first piece; a list of no more is written together with what is around it. */
const few = 8
/** Characters that are written together, about. */
const together = 16_384
/** Characters from which V8 keeps a text apart, if one of them is not Latin. */
const large = 65_536
const comma = 0x2c

/**
 * The bytes of `JSON.stringify(body)`, for the body of a request.
 *
 * A long list, such as the messages of a conversation, is written in pieces: memory for a text of
 * more than 128 KB is slow to get, and one character that is not Latin doubles what all of it
 * takes. 2 MB of messages take 6 ms instead of 20.
 */
export function encodeJson(body: object): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(body) as readonly (readonly [string, unknown])[]
  const long = new Set(entries.filter(([, value]) => isLong(value)).map(([key]) => key))
  if (long.size === 0) return utf8.encode(JSON.stringify(body))
  const pieces: Uint8Array[] = []
  let text = ''
  let mark = '{'
  for (const [key, value] of entries) {
    const written = long.has(key) ? '' : (JSON.stringify(value) as string | undefined)
    if (written === undefined) continue
    text += `${mark}${JSON.stringify(key)}:${written}`
    mark = ','
    if (!long.has(key)) continue
    pieces.push(utf8.encode(text))
    addItems(value as readonly unknown[], pieces)
    text = ''
  }
  pieces.push(utf8.encode(`${text}}`))
  return joined(pieces)
}

/** By three of its items: for less, pieces cost more than they save. */
function isLong(value: unknown): boolean {
  if (!Array.isArray(value) || value.length <= few) return false
  const items = value as readonly unknown[]
  const sample = [items[0], items[items.length >> 1], items.at(-1)]
  return (lengthOf(sample) / sample.length) * items.length > large
}

/** Of the texts within: a file of megabytes is not written to know that it is long. */
function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 0
  let length = 0
  for (const part of Object.values(value)) length += lengthOf(part)
  return length
}

function addItems(list: readonly unknown[], pieces: Uint8Array[]): void {
  let at = 0
  let count = few
  while (at < list.length) {
    const text = JSON.stringify(list.slice(at, at + count))
    const bytes = utf8.encode(text)
    if (at > 0) bytes[0] = comma
    at += count
    pieces.push(at < list.length ? bytes.subarray(0, -1) : bytes)
    // As many as make a piece, by the length of those before.
    const fitting = Math.round((count * together) / text.length)
    count = Math.max(1, Math.min(fitting, count * 4))
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.byteLength, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.byteLength
  }
  return all
}
