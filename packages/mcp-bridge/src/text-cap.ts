export interface TextCap {
  /** Bytes of UTF-8 that all texts together may take, the mark included. */
  readonly maxBytes: number
  /** `ends`: what is left out is in the middle. */
  readonly keep: 'start' | 'ends'
}

/** Texts that together are too long lose their end or their middle, on a character's boundary. */
export function capTexts(texts: readonly string[], { maxBytes, keep }: TextCap): readonly string[] {
  const whole = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  if (whole <= maxBytes) return texts
  const marker = `\n... (truncated at ${maxBytes} bytes)`
  const left = Math.max(0, maxBytes - Buffer.byteLength(marker))
  if (keep === 'start') return takeStart(texts, left, marker)
  const tail = Math.floor((left - 1) / 2)
  const start = takeStart(texts, left - tail - 1, `${marker}\n`)
  const end = takeEnd(texts, tail)
  return texts.map((_, index) => (start[index] ?? '') + (end[index] ?? ''))
}

function takeStart(texts: readonly string[], bytes: number, marker: string): readonly string[] {
  let left = bytes
  let isCut = false
  return texts.map((text) => {
    if (isCut) return ''
    const all = Buffer.from(text, 'utf8')
    if (all.length <= left) {
      left -= all.length
      return text
    }
    isCut = true
    let end = left
    while (end > 0 && isInside(all, end)) end -= 1
    return all.subarray(0, end).toString('utf8') + marker
  })
}

function takeEnd(texts: readonly string[], bytes: number): readonly string[] {
  let left = bytes
  return texts
    .toReversed()
    .map((text) => {
      const all = Buffer.from(text, 'utf8')
      let from = Math.max(0, all.length - left)
      while (from < all.length && isInside(all, from)) from += 1
      left = from > 0 ? 0 : left - all.length
      return all.subarray(from).toString('utf8')
    })
    .toReversed()
}

/** A byte of the form 10xxxxxx is inside a character. */
function isInside(bytes: Buffer, at: number): boolean {
  return ((bytes[at] ?? 0) & 0xc0) === 0x80
}
