/** Converse names formats by its own short words. */
const formats: ReadonlyMap<string, string> = new Map([
  ['image/png', 'png'],
  ['image/jpeg', 'jpeg'],
  ['image/gif', 'gif'],
  ['image/webp', 'webp'],
  ['application/pdf', 'pdf'],
  ['text/csv', 'csv'],
  ['application/msword', 'doc'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
  ['application/vnd.ms-excel', 'xls'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
  ['text/html', 'html'],
  ['text/plain', 'txt'],
  ['text/markdown', 'md'],
  ['video/x-matroska', 'mkv'],
  ['video/quicktime', 'mov'],
  ['video/mp4', 'mp4'],
  ['video/webm', 'webm'],
  ['video/x-flv', 'flv'],
  ['video/mpeg', 'mpeg'],
  ['video/x-ms-wmv', 'wmv'],
  ['video/3gpp', 'three_gp'],
  ['audio/mpeg', 'mp3'],
  ['audio/wav', 'wav'],
  ['audio/ogg', 'ogg'],
  ['audio/opus', 'opus'],
  ['audio/aac', 'aac'],
  ['audio/flac', 'flac'],
  ['audio/mp4', 'm4a'],
  ['audio/webm', 'webm'],
])

export function mediaFormat(mediaType: string): string | undefined {
  return formats.get(mediaType)
}

/** What is behind a URL is told by its end where the type only says a kind, such as `image/*`. */
export function mediaTypeOf(mediaType: string, url: string): string {
  if (!mediaType.endsWith('/*')) return mediaType
  const kind = mediaType.slice(0, -1)
  const end = /\.([a-z0-9_]+)$/i.exec(url)?.[1]?.toLowerCase() ?? ''
  const wanted = end === 'jpg' ? 'jpeg' : end === '3gp' ? 'three_gp' : end
  const found = [...formats].find(([type, format]) => type.startsWith(kind) && format === wanted)
  return found?.[0] ?? mediaType
}

export function typesOf(kind: 'image' | 'video' | 'audio'): readonly string[] {
  return [...formats.keys()].filter((type) => type.startsWith(`${kind}/`))
}

export const documentTypes: readonly string[] = [...formats.keys()].filter(
  (type) => !/^(?:image|video|audio)\//.test(type),
)
