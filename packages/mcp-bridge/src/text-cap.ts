/** Bytes of UTF-8 that one result may hold, its marker included. */
export const maxTextBytes = 50_000

const marker = `\n... (truncated at ${maxTextBytes} bytes)`

/** Texts that together are too long lose their end, on a character's boundary. */
export function capTexts(texts: readonly string[]): readonly string[] {
  const whole = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  if (whole <= maxTextBytes) return texts
  let left = maxTextBytes - Buffer.byteLength(marker)
  let isCut = false
  return texts.map((text) => {
    if (isCut) return ''
    const bytes = Buffer.from(text, 'utf8')
    if (bytes.length <= left) {
      left -= bytes.length
      return text
    }
    isCut = true
    return cut(bytes, left) + marker
  })
}

function cut(bytes: Buffer, length: number): string {
  let end = length
  // A byte of the form 10xxxxxx is inside a character.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1
  return bytes.subarray(0, end).toString('utf8')
}
