import { ProviderError } from '@autobot/core/provider'
import type { FilePart } from '@autobot/core/provider'
import { mediaFormat, mediaTypeOf } from './media-format.ts'
import type { MediaBlock, MediaSource } from './types.ts'

/** Undefined for what Converse has no block for; core has then put a note in its place. */
export function encodeMedia(part: FilePart): MediaBlock | undefined {
  const source = encodeSource(part)
  const stored = part.url === undefined ? undefined : mediaTypeOf(part.mediaType, part.url)
  const format = mediaFormat(stored ?? part.mediaType)
  if (source === undefined) return undefined
  if (format === undefined) {
    if (part.url === undefined) return undefined
    throw new ProviderError(`The type of ${part.url} is not known: ${part.mediaType}.`, {
      code: 'invalid_request',
      provider: 'bedrock',
      hint: 'Write its exact mediaType, such as video/mp4.',
    })
  }
  if (part.mediaType.startsWith('image/')) return { image: { format, source } }
  if (part.mediaType.startsWith('video/')) return { video: { format, source } }
  if (part.mediaType.startsWith('audio/')) return { audio: { format, source } }
  const { citations, context } = part.providerMetadata?.['bedrock'] ?? {}
  return {
    document: {
      format,
      name: documentName(part.name),
      source,
      ...(typeof context === 'string' && context.trim() !== '' && { context }),
      ...(citations === true && { citations: { enabled: true } }),
    },
  }
}

function encodeSource(part: FilePart): MediaSource | undefined {
  if (part.data !== undefined) {
    // Only the view's own bytes: a part of a pooled buffer must not bring its neighbours.
    const { buffer, byteOffset, byteLength } = part.data
    return { bytes: Buffer.from(buffer, byteOffset, byteLength).toString('base64') }
  }
  if (!part.url.startsWith('s3:')) return undefined
  const owner = part.providerMetadata?.['bedrock']?.['bucketOwner']
  const bucketOwner = typeof owner === 'string' ? { bucketOwner: owner } : {}
  return { s3Location: { uri: part.url, ...bucketOwner } }
}

/** The service refuses other letters and two spaces in a row; the model reads the name. */
function documentName(name: string | undefined): string {
  const legal = (name ?? '')
    .replaceAll(/[^A-Za-z0-9()[\]-]+/g, ' ')
    .trim()
    .slice(0, 200)
  return legal === '' ? 'document' : legal
}
