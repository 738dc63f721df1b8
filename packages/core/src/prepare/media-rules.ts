import type { MediaRule, MediaRules } from '../contract/capabilities.ts'
import type { FilePart, TextPart } from '../contract/message.ts'
import { cleanText, isBlank } from './clean-text.ts'
import { mediaKind } from './file-note.ts'
import { isTextType, withTrueType } from './media-type.ts'

export type FetchedMedia = ReadonlyMap<
  string,
  { readonly data: Uint8Array; readonly mediaType: string }
>

/** A file with its true type, and with its bytes where the rules ask for them. */
export type FileSource = (part: FilePart, rules: MediaRules | undefined) => FilePart

export function fileSource(fetched: FetchedMedia): FileSource {
  return (part, rules) => {
    const typed = withTrueType(part)
    if (typed.url === undefined) return typed
    const rule = rules?.[mediaKind(typed.mediaType)]
    if (readsUrl(rule, typed.url)) return typed
    const file = fetched.get(typed.url)
    if (file === undefined) return typed
    const { url: _url, ...rest } = typed
    const mediaType = typed.mediaType.endsWith('/*') ? file.mediaType : typed.mediaType
    return withTrueType({ ...rest, mediaType, data: file.data })
  }
}

/** Whether the provider reads the file from its URL itself. */
function readsUrl(rule: MediaRule | undefined, url: string): boolean {
  const scheme = url.slice(0, url.indexOf(':')).toLowerCase()
  if (rule?.urlSchemes?.includes(scheme) === true) return true
  return rule?.sources === 'bytes_or_url' && (scheme === 'http' || scheme === 'https')
}

/** Why the rules do not take the file, as it is; undefined if they do. */
export function refusal(part: FilePart, rules: MediaRules | undefined): string | undefined {
  const kind = mediaKind(part.mediaType)
  const rule = rules?.[kind]
  if (rule === undefined) return `this model takes no ${kind}`
  const takes = (type: string): boolean =>
    type === part.mediaType ||
    type === '*/*' ||
    (type.endsWith('/*') && part.mediaType.startsWith(type.slice(0, -1)))
  const wide = part.mediaType.endsWith('/*')
  if (part.url !== undefined) {
    if (!readsUrl(rule, part.url)) return 'its bytes could not be fetched'
    return wide || rule.types.some(takes) ? undefined : `this model does not take ${part.mediaType}`
  }
  if (!rule.types.some(takes) || wide) return `this model does not take ${part.mediaType}`
  if (part.data.byteLength === 0) return 'it is empty'
  if (rule.maxBytes !== undefined && part.data.byteLength > rule.maxBytes) {
    return `it is larger than ${rule.maxBytes} bytes`
  }
  return undefined
}

/** A document of text as text: every model can read it. */
export function inlineText(part: FilePart): TextPart | undefined {
  if (part.data === undefined || !isTextType(part.mediaType)) return undefined
  const text = cleanText(new TextDecoder().decode(part.data))
  const name = part.name === undefined ? '' : ` "${part.name}"`
  const body = isBlank(text) ? '(empty)' : text
  return { type: 'text', text: `[document${name} (${part.mediaType})]\n${body}` }
}
