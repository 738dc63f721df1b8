import type { Capabilities, MediaRules } from '../contract/capabilities.ts'
import type { FilePart, Message, TextPart, UserMessage } from '../contract/message.ts'
import { fileNote, mediaKind, type MediaKind } from './file-note.ts'
import { inlineText, refusal, type FileSource } from './media-rules.ts'
import type { Warn } from './pass.ts'
import { rewrite, withContent } from './rewrite.ts'

/**
 * Files of user messages as the target takes them: bytes or URL, inlined text, or a note. Never a
 * refusal: a history must not become unusable by a switch of models.
 */
export function media(
  messages: readonly Message[],
  capabilities: Capabilities,
  resolve: FileSource,
  warn: Warn,
): readonly Message[] {
  const rules = capabilities.media
  return rewrite<Message>(messages, (message, index) => {
    if (message.role !== 'user') return message
    const counts = new Map<MediaKind, number>()
    const content = rewrite<TextPart | FilePart>(message.content, (original, position) => {
      if (original.type === 'text') return original
      const part = resolve(original, rules)
      const kind = mediaKind(part.mediaType)
      const count = (counts.get(kind) ?? 0) + 1
      const max = rules?.[kind]?.maxPerMessage
      const why =
        refusal(part, rules) ??
        (max !== undefined && count > max ? `more than ${max} in one message` : undefined)
      if (why === undefined) {
        counts.set(kind, count)
        return part
      }
      const text = inlineText(part)
      if (text !== undefined) return text
      const path = `messages.${index}.content.${position}`
      warn('media_omitted', `A ${part.mediaType} file was left out: ${why}.`, path)
      return fileNote(part, why)
    })
    return withContent(message, content)
  })
}

/** Text beside files and neutral names; after all passes that move files. */
export function mediaManners(
  messages: readonly Message[],
  rules: MediaRules | undefined,
): readonly Message[] {
  let documents = 0
  const named = (part: FilePart): FilePart => {
    if (rules?.[mediaKind(part.mediaType)]?.names !== 'plain') return part
    documents += 1
    return { ...part, name: `document-${documents}` }
  }
  return rewrite<Message>(messages, (message) => {
    if (message.role === 'tool') {
      return withContent(
        message,
        rewrite(message.content, (result) => {
          const content = rewrite(result.content, (part) =>
            part.type === 'file' ? named(part) : part,
          )
          return content === result.content ? result : { ...result, content }
        }),
      )
    }
    if (message.role !== 'user') return message
    const content = rewrite(message.content, (part) => (part.type === 'file' ? named(part) : part))
    return withText(withContent(message, content), rules)
  })
}

function withText(message: UserMessage, rules: MediaRules | undefined): UserMessage {
  const needsText = message.content.some(
    (part) => part.type === 'file' && rules?.[mediaKind(part.mediaType)]?.needsText === 'yes',
  )
  if (!needsText || message.content.some((part) => part.type === 'text')) return message
  return { role: 'user', content: [{ type: 'text', text: '.' }, ...message.content] }
}

/** The URLs whose bytes the target needs, in order of appearance, each once. */
export function urlsToFetch(
  messages: readonly Message[],
  capabilities: Capabilities,
): readonly string[] {
  const urls = new Set<string>()
  const look = (part: { readonly type: string }, ...rules: (MediaRules | undefined)[]): void => {
    if (part.type !== 'file') return
    const { url, mediaType } = part as FilePart
    if (url === undefined || !/^https?:/i.test(url)) return
    const needed = rules.some((rule) => {
      const found = rule?.[mediaKind(mediaType)]
      return found !== undefined && found.sources !== 'bytes_or_url'
    })
    if (needed) urls.add(url)
  }
  for (const message of messages) {
    if (message.role === 'user') {
      for (const part of message.content) look(part, capabilities.media)
    } else if (message.role === 'tool') {
      for (const result of message.content) {
        for (const part of result.content) {
          look(part, capabilities.toolResults?.media, capabilities.media)
        }
      }
    }
  }
  return [...urls]
}
