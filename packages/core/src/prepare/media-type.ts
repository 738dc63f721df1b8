import type { FilePart } from '../contract/message.ts'

/** The part with the type that its bytes have: several wires refuse a label that is wrong. */
export function withTrueType(part: FilePart): FilePart {
  const label = part.mediaType.split(';')[0]?.trim().toLowerCase() ?? ''
  const plain = label === 'image/jpg' ? 'image/jpeg' : label
  const found = part.data === undefined ? undefined : sniff(part.data)
  const mediaType = found ?? plain
  return mediaType === part.mediaType ? part : { ...part, mediaType }
}

const signatures: readonly (readonly [string, number, readonly number[]])[] = [
  ['image/png', 0, [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', 0, [0xff, 0xd8, 0xff]],
  ['image/gif', 0, [0x47, 0x49, 0x46, 0x38]],
  ['image/webp', 8, [0x57, 0x45, 0x42, 0x50]],
  ['application/pdf', 0, [0x25, 0x50, 0x44, 0x46, 0x2d]],
]

function sniff(data: Uint8Array): string | undefined {
  return signatures.find(([, offset, bytes]) =>
    bytes.every((byte, index) => data[offset + index] === byte),
  )?.[0]
}

/** Whether the bytes are text, whatever the label. */
export function isTextType(mediaType: string): boolean {
  return (
    mediaType.startsWith('text/') ||
    /^application\/(?:.*\+)?(?:json|xml|yaml|x-yaml|javascript|toml|x-ndjson|sql|csv)$/.test(
      mediaType,
    )
  )
}
