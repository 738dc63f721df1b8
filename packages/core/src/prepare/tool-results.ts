import type { Capabilities, ToolResultRules } from '../contract/capabilities.ts'
import type { JsonValue } from '../contract/json.ts'
import type {
  FilePart,
  Message,
  TextPart,
  ToolMessage,
  ToolResultContent,
  ToolResultPart,
  UserMessage,
} from '../contract/message.ts'
import { isBlank } from './clean-text.ts'
import { fileNote, mediaKind, type MediaKind } from './file-note.ts'
import { inlineText, refusal, type FileSource } from './media-rules.ts'
import type { Warn } from './pass.ts'
import { rewrite, withContent } from './rewrite.ts'

/** Results as the target takes them; media that may not stand inside follow in a user message. */
export function toolResults(
  messages: readonly Message[],
  capabilities: Capabilities,
  resolve: FileSource,
  warn: Warn,
): readonly Message[] {
  const rules = capabilities.toolResults ?? {}
  return rewrite<Message>(messages, (message, index) => {
    if (message.role !== 'tool') return message
    const moved: (TextPart | FilePart)[] = []
    const counts = new Map<MediaKind, number>()
    const surplus = (part: FilePart): string | undefined => {
      const kind = mediaKind(part.mediaType)
      const count = (counts.get(kind) ?? 0) + 1
      const max = rules.media?.[kind]?.maxPerMessage ?? Infinity
      if (count > max) return `more than ${max} in one message`
      counts.set(kind, count)
      return undefined
    }
    const place = (part: FilePart, toolName: string): ToolResultContent => {
      const inside = resolve(part, rules.media)
      const why = refusal(inside, rules.media) ?? surplus(inside)
      if (why === undefined) return inside
      const text = inlineText(inside)
      if (text !== undefined) return text
      const outside = resolve(part, capabilities.media)
      const whyNot = refusal(outside, capabilities.media)
      if ((rules.otherMedia ?? 'user_message') === 'user_message' && whyNot === undefined) {
        const number = moved.length / 2 + 1
        const marker: TextPart = {
          type: 'text',
          text: `[file ${number} of tool result: ${toolName}]`,
        }
        moved.push(marker, outside)
        return marker
      }
      const reason = whyNot ?? why
      warn(
        'media_omitted',
        `A ${part.mediaType} file of a tool result was left out: ${reason}.`,
        `messages.${index}`,
      )
      return fileNote(part, reason)
    }
    const next = withContent<ToolMessage>(
      message,
      rewrite(message.content, (part) => resultPart(part, rules, place)),
    )
    if (moved.length === 0) return next
    const follow: UserMessage = { role: 'user', content: moved }
    return [next, follow]
  })
}

function resultPart(
  result: ToolResultPart,
  rules: ToolResultRules,
  place: (part: FilePart, toolName: string) => ToolResultContent,
): ToolResultPart {
  let content = rewrite<ToolResultContent>(result.content, (part) => {
    if (part.type === 'file') return place(part, result.toolName)
    if (part.type === 'text') return part
    if ((rules.json ?? 'text') === 'object' && isObject(part.value)) return part
    const text = typeof part.value === 'string' ? part.value : JSON.stringify(part.value)
    return isBlank(text) ? undefined : { type: 'text', text }
  })
  if (content.length === 0) content = [{ type: 'text', text: '(no output)' }]
  if (result.isError === true && (rules.errors ?? 'prefix') === 'prefix')
    content = prefixed(content)
  return content === result.content ? result : { ...result, content }
}

/** The same words on every wire without a flag, so that models learn to read them. */
function prefixed(content: readonly ToolResultContent[]): readonly ToolResultContent[] {
  const first = content[0]
  if (first?.type !== 'text') return [{ type: 'text', text: 'Error: see below' }, ...content]
  if (first.text.startsWith('Error: ')) return content
  return [{ ...first, text: `Error: ${first.text}` }, ...content.slice(1)]
}

function isObject(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
