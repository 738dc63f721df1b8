import type { AssistantPart, ReasoningPart, SourcePart, TextPart } from '../contract/message.ts'
import { cleanText, isBlank } from './clean-text.ts'

/** Undefined for a text in which there is nothing to see. */
export function visibleText(part: TextPart): TextPart | undefined {
  const clean = cleanTextPart(part)
  return isBlank(clean.text) ? undefined : clean
}

function cleanTextPart<P extends { readonly text: string }>(part: P): P {
  const text = cleanText(part.text)
  return text === part.text ? part : { ...part, text }
}

export function cleanName<P extends { readonly name?: string; readonly mediaType: string }>(
  part: P,
): P {
  const name = part.name === undefined ? undefined : cleanText(part.name)
  const mediaType = cleanText(part.mediaType)
  if (name === part.name && mediaType === part.mediaType) return part
  return { ...part, mediaType, ...(name !== undefined && { name }) }
}

function cleanSource(part: SourcePart): SourcePart {
  const url = part.url === undefined ? {} : { url: cleanText(part.url) }
  const title = part.title === undefined ? {} : { title: cleanText(part.title) }
  const same = url.url === part.url && title.title === part.title
  return same ? part : { ...part, ...url, ...title }
}

/** Reasoning that leads to a part which is gone, or that was cut itself, cannot be sent back. */
export function withoutLastThoughts(content: readonly AssistantPart[]): readonly AssistantPart[] {
  let end = content.length
  while (end > 0 && content[end - 1]?.type === 'reasoning') end -= 1
  return end < content.length ? content.slice(0, end) : content
}

/** What a model said, its calls and files apart. */
export function cleanSaid(
  part: TextPart | ReasoningPart | SourcePart,
): TextPart | ReasoningPart | SourcePart | undefined {
  switch (part.type) {
    case 'text':
      // Metadata of a blank text (a signature) is its provider's business; see ownership.
      return part.providerMetadata === undefined ? visibleText(part) : cleanTextPart(part)
    case 'reasoning':
      return cleanTextPart(part)
    case 'source':
      return cleanSource(part)
  }
}
