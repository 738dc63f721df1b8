/** JSON with comments and trailing commas, as editors write it. Throws on anything else. */
export function parseJsonc(text: string): unknown {
  // Strings first: what looks like a comment inside of one is none.
  const pattern =
    /"(?:\\.|[^"\\])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,(?=(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*[}\]])/g
  const plain = text
    .replace(/^\ufeff/, '')
    .replace(pattern, (found) => (found.startsWith('"') ? found : ' '.repeat(found.length)))
  return JSON.parse(plain)
}
