import { fields, kindOf, list } from '../json.ts'
import type { SimulatedModel } from '../model.ts'
import { firstOf, invalid, strict, unsupportedField } from '../refusal.ts'
import type { Verdict } from '../refusal.ts'
import { takesAudio, takesDocuments, takesImages, takesVideo } from './abilities.ts'

const formats: Readonly<Record<string, readonly string[]>> = {
  image: ['png', 'jpeg', 'gif', 'webp'],
  document: ['pdf', 'csv', 'doc', 'docx', 'xls', 'xlsx', 'html', 'txt', 'md'],
  video: ['mkv', 'mov', 'mp4', 'webm', 'flv', 'mpeg', 'mpg', 'wmv', 'three_gp'],
  audio: [
    ...['mp3', 'opus', 'wav', 'aac', 'flac', 'mp4', 'ogg', 'mkv', 'mka', 'x-aac', 'm4a'],
    ...['mpeg', 'mpga', 'pcm', 'webm'],
  ],
}

const most: Readonly<Record<string, number>> = {
  image: 3_750_000,
  document: 4_500_000,
  video: 18_750_000,
  audio: 18_750_000,
}

export function isMedia(block: unknown): boolean {
  return Object.hasOwn(formats, kindOf(block))
}

export function checkMedia(block: unknown, path: string, model: SimulatedModel): Verdict {
  const kind = kindOf(block)
  const value = fields(fields(block)[kind])
  return firstOf([
    () => (takes(kind, model) ? undefined : notTaken(kind)),
    () => {
      if (formats[kind]?.includes(String(value['format'])) === true) return undefined
      if (kind === 'document' && value['format'] === undefined) return undefined
      return invalid(
        `1 validation error detected: Value '${String(value['format'])}' at '${path}.${kind}.format' failed to satisfy constraint: Member must satisfy enum value set: [${formats[kind]?.join(', ')}]`,
      )
    },
    () => (kind === 'document' ? checkName(value['name']) : undefined),
    () => checkSource(value['source'], kind, String(value['format']), path, model),
  ])
}

function takes(kind: string, model: SimulatedModel): boolean {
  switch (kind) {
    case 'image':
      return takesImages(model)
    case 'document':
      return takesDocuments(model)
    case 'video':
      return takesVideo(model)
    default:
      return takesAudio(model)
  }
}

function notTaken(kind: string): Verdict {
  return invalid(
    `This model doesn't support the ${kind} content block that you provided. Update the content block and try again.`,
  )
}

function checkName(name: unknown): Verdict {
  const text = typeof name === 'string' ? name : ''
  if (text.length < 1 || text.length > 200) {
    return invalid(
      "1 validation error detected: Value at 'document.name' failed to satisfy constraint: Member must have length between 1 and 200",
    )
  }
  return /^[A-Za-z0-9 ()[\]_-]+$/.test(text) && !text.includes('  ')
    ? undefined
    : invalid(
        "The document file name can only contain alphanumeric characters, whitespace characters, hyphens, parentheses, and square brackets. The name can't contain more than one consecutive whitespace character.",
      )
}

function checkSource(
  source: unknown,
  kind: string,
  format: string,
  path: string,
  model: SimulatedModel,
): Verdict {
  const from = kindOf(source)
  if (from === 's3Location') {
    return model.family === 'nova' || model.family === 'unknown'
      ? undefined
      : invalid("This model doesn't support the s3Uri field. Remove s3Uri and try again.")
  }
  if (kind === 'document' && (from === 'text' || from === 'content')) return undefined
  if (from !== 'bytes') return strict(`${path}.${kind}.source has no bytes.`)
  const text = fields(source)['bytes']
  if (typeof text !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) {
    return invalid(`${path}.${kind}.source.bytes is not base64.`)
  }
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length > (most[kind] ?? 0)) {
    return invalid(`The ${kind} at ${path} exceeds the maximum size of ${most[kind]} bytes.`)
  }
  return looksLike(bytes, kind, format)
    ? undefined
    : invalid(
        kind === 'image'
          ? `The model returned the following errors: ${path}.image.source.base64: The image was specified using the image/${format} media type, but does not appear to be a valid ${format} image`
          : `The model returned the following errors: ${path}.${kind}: The ${format} specified was not valid.`,
      )
}

/** Bytes that were encoded twice begin with letters: they are found here. */
function looksLike(bytes: Buffer, kind: string, format: string): boolean {
  const head = bytes.subarray(0, 12).toString('latin1')
  if (kind === 'document') return format !== 'pdf' || head.startsWith('%PDF')
  if (kind !== 'image') return true
  switch (format) {
    case 'png':
      return head.startsWith('\x89PNG')
    case 'jpeg':
      return head.startsWith('\xff\xd8')
    case 'gif':
      return head.startsWith('GIF8')
    default:
      return head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP'
  }
}

/** Limits of one message, and of names over all of them. */
export function checkMediaCounts(messages: readonly unknown[]): Verdict {
  const names = new Set<unknown>()
  for (const message of messages) {
    const content = list(fields(message)['content'])
    const all = content.flatMap((block) =>
      kindOf(block) === 'toolResult'
        ? list(fields(fields(block)['toolResult'])['content'])
        : [block],
    )
    const images = all.filter((block) => kindOf(block) === 'image').length
    if (images > 20) return invalid(`too many images: ${images} > 20`)
    const documents = all.filter((block) => kindOf(block) === 'document')
    if (documents.length > 5) {
      return invalid(`too many documents: ${documents.length} > 5`)
    }
    const bare = content.some((block) => kindOf(block) === 'document')
    if (bare && !content.some((block) => kindOf(block) === 'text')) {
      return invalid('A text block must be included when using documents.')
    }
    for (const document of documents) {
      const { name } = fields(fields(document)['document'])
      if (names.has(name)) return invalid('Documents must have unique names.')
      names.add(name)
    }
  }
  return undefined
}

export function noMediaOfAssistant(block: unknown, path: string): Verdict {
  return isMedia(block) ? unsupportedField(`${path}.${kindOf(block)}`) : undefined
}
