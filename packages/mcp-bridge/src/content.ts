import type { JsonValue, ToolResultContent } from '@autobot/core/provider'
import { plainData } from './plain-data.ts'
import { defaultResultOptions, type McpResultOptions } from './result-options.ts'
import { structuredText } from './structured.ts'
import { capTexts } from './text-cap.ts'

export interface McpResult {
  readonly content: readonly ToolResultContent[]
  readonly isError: boolean
  /** What `content` lost, when it lost something. */
  readonly full?: McpFullResult
}

/** Everything that a server answered, for the application. */
export interface McpFullResult {
  readonly content: readonly ToolResultContent[]
  readonly structuredContent?: JsonValue
}

type Block = Readonly<Record<string, unknown>>

const maxUnknownBytes = 1000

/** What an MCP server answered, as parts that every provider's codec can place. */
export function toResult(answer: unknown, options: McpResultOptions = {}): McpResult {
  const limits = { ...defaultResultOptions, ...options }
  const result = (typeof answer === 'object' && answer !== null ? answer : {}) as Block
  const blocks = Array.isArray(result['content']) ? (result['content'] as unknown[]) : []
  const all = blocks.flatMap((block) => {
    const part = toPart(block)
    return part === undefined ? [] : [{ part, forModel: isForModel(block as Block) }]
  })
  const given = result['structuredContent']
  const structured = readStructured(given)
  const parts = all
    .filter(({ forModel }) => forModel || !limits.withholdForUser)
    .map(({ part }) => part)
  const texts = all.flatMap(({ part }) => (part.type === 'text' ? [part.text] : []))
  const more = structuredText(structured, texts, all.length > 0)
  if (more !== undefined) parts.push({ type: 'text', text: more })
  const content = capText(capFiles(parts, limits), limits)
  const isWhole = content.length === all.length && content.every((part, at) => part === parts[at])
  return {
    content,
    isError: result['isError'] === true,
    ...((!isWhole || structured !== undefined) && {
      full: {
        content: all.map(({ part }) => part),
        ...(structured !== undefined && { structuredContent: structured }),
      },
    }),
  }
}

function readStructured(given: unknown): JsonValue | undefined {
  try {
    return given === undefined ? undefined : plainData(given)
  } catch {
    // So deep that the stack does not suffice: the other blocks are still good.
    return undefined
  }
}

function isForModel(block: Block): boolean {
  const audience = (block['annotations'] as { audience?: unknown } | undefined)?.audience
  return !Array.isArray(audience) || audience.length === 0 || audience.includes('assistant')
}

/** One block of a result or of a prompt. */
export function toPart(value: unknown): Exclude<ToolResultContent, { type: 'json' }> | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const block = value as Block
  switch (block['type']) {
    case 'text':
      return { type: 'text', text: String(block['text'] ?? '') }
    case 'image':
    case 'audio':
      return toFile(block['data'], block['mimeType'], `${block['type']}/*`)
    case 'resource':
      return toResource(block['resource'])
    case 'resource_link': {
      const { title, name, uri, mimeType } = block
      const kind = typeof mimeType === 'string' ? ` (${mimeType})` : ''
      return { type: 'text', text: `${String(title ?? name ?? 'link')} <${String(uri)}>${kind}` }
    }
    default: {
      const json = JSON.stringify(block).slice(0, maxUnknownBytes)
      // Of a kind that is not known: it may hold bytes, which are no text.
      const text = /[A-Za-z0-9+/]{200}/.test(json)
        ? `{"type":${JSON.stringify(block['type'])}}`
        : json
      return { type: 'text', text }
    }
  }
}

/** The content of a resource: its address, and its text or bytes. */
export function toResource(value: unknown): Exclude<ToolResultContent, { type: 'json' }> {
  const resource = (typeof value === 'object' && value !== null ? value : {}) as Block
  const { uri, text, blob, mimeType } = resource
  const address = String(uri ?? '')
  if (typeof text === 'string') return { type: 'text', text: `[resource ${address}]\n${text}` }
  const file = toFile(blob, mimeType, 'application/octet-stream')
  const name = address.split(/[?#]/)[0]?.split('/').at(-1)
  return file.type === 'file' && name !== undefined && name !== '' ? { ...file, name } : file
}

function toFile(
  data: unknown,
  mimeType: unknown,
  fallback: string,
): Exclude<ToolResultContent, { type: 'json' }> {
  const mediaType = typeof mimeType === 'string' && mimeType !== '' ? mimeType : fallback
  const isBase64 =
    typeof data === 'string' && /^[A-Za-z0-9+/_-]*={0,2}$/.test(data.replace(/\s/g, ''))
  if (!isBase64) return { type: 'text', text: `[${mediaType} left out: its data is not base64]` }
  // A copy: a buffer from Node's pool would carry the bytes of others along.
  return { type: 'file', mediaType, data: Uint8Array.from(Buffer.from(data, 'base64')) }
}

/** Files cost a model as much as pages of text, and providers refuse large ones. */
function capFiles(
  parts: readonly ToolResultContent[],
  { maxFiles, maxFileBytes }: Required<McpResultOptions>,
): readonly ToolResultContent[] {
  let files = 0
  return parts.map((part) => {
    if (part.type !== 'file') return part
    const bytes = part.data?.byteLength ?? 0
    const note = (why: string): ToolResultContent => ({
      type: 'text',
      text: `[${part.mediaType} of ${bytes} bytes left out: ${why}]`,
    })
    if (bytes > maxFileBytes) return note(`over ${maxFileBytes} bytes`)
    files += 1
    return files > maxFiles ? note(`more than ${maxFiles} files`) : part
  })
}

/** The cap holds for all text of a result together; what is beyond it is gone, files stay. */
function capText(
  parts: readonly ToolResultContent[],
  { maxTextBytes: maxBytes, keep }: Required<McpResultOptions>,
): readonly ToolResultContent[] {
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []))
  const capped = capTexts(texts, { maxBytes, keep })
  if (capped === texts) return parts
  let at = 0
  return parts
    .map((part) => (part.type === 'text' ? { ...part, text: capped[at++] ?? '' } : part))
    .filter((part) => part.type !== 'text' || part.text !== '')
}
