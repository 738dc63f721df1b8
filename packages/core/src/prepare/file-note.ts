import type { FilePart, TextPart } from '../contract/message.ts'

export type MediaKind = 'image' | 'document' | 'audio' | 'video'

export function mediaKind(mediaType: string): MediaKind {
  const kind = mediaType.split('/')[0]?.trim().toLowerCase()
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'document'
}

/** What a model reads in place of a file that it cannot take. */
export function fileNote(part: FilePart, reason = 'this model cannot take it'): TextPart {
  const name = part.name === undefined ? '' : ` "${part.name}"`
  return {
    type: 'text',
    text: `[${mediaKind(part.mediaType)}${name} (${part.mediaType}) omitted: ${reason}]`,
  }
}
