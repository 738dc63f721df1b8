/** Bytes of UTF-8 that one result may hold, its marker included. */
export const maxTextBytes = 50_000

const marker = `\n... (truncated at ${maxTextBytes} bytes)`

/** The text, cut on a character's boundary when it is too long. */
export function capText(text: string): string {
  const bytes = Buffer.from(text, 'utf8')
  if (bytes.length <= maxTextBytes) return text
  let end = maxTextBytes - Buffer.byteLength(marker)
  // A byte of the form 10xxxxxx is inside a character.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1
  return bytes.subarray(0, end).toString('utf8') + marker
}
