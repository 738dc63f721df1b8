/** The type that the bytes show; undefined: none that is known here. */
export function typeOfBytes(base64: string): string | undefined {
  const bytes = Buffer.from(base64.slice(0, 64), 'base64')
  const head = bytes.toString('latin1')
  if (head.startsWith('\u0089PNG')) return 'image/png'
  if (head.startsWith('\u00FF\u00D8\u00FF')) return 'image/jpeg'
  if (head.startsWith('GIF8')) return 'image/gif'
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'image/webp'
  if (head.startsWith('%PDF-')) return 'application/pdf'
  return undefined
}

/** `data:TYPE;base64,BYTES`, in its two parts. */
export function dataUrlParts(
  url: string,
): { readonly type: string; readonly base64: string } | undefined {
  const [, type, base64] = /^data:([^;,]+);base64,([A-Za-z0-9+/]+=*)$/.exec(url) ?? []
  return type === undefined || base64 === undefined ? undefined : { type, base64 }
}
