import type {
  FilePart,
  JsonValue,
  TextPart,
  ToolOutput,
  ToolResultContent,
} from '@autobot/core/provider'
import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/server'

/** What a tool returned, as MCP writes it. */
export function toAnswer(output: ToolOutput): CallToolResult {
  if (isParts(output)) {
    const content = output.content.flatMap(toBlocks)
    const json = output.content.find((part) => part.type === 'json')?.value
    return { content, ...structured(json), ...(output.isError === true && { isError: true }) }
  }
  if (output === undefined || output === '') return { content: [] }
  if (typeof output === 'string') return { content: [{ type: 'text', text: output }] }
  const text: string | undefined = JSON.stringify(output)
  if (text === undefined) return { content: [] }
  return { content: [{ type: 'text', text }], ...structured(JSON.parse(text) as JsonValue) }
}

export function toError(text: string): CallToolResult {
  return { content: [{ type: 'text', text }], isError: true }
}

/** A text or a file; a file whose name is an address keeps it. */
export function toBlock(part: TextPart | FilePart): ContentBlock {
  if (part.type === 'text') return { type: 'text', text: part.text }
  const { mediaType, name } = part
  if (part.data === undefined) {
    return { type: 'resource_link', uri: part.url, name: name ?? part.url, mimeType: mediaType }
  }
  const data = Buffer.from(part.data)
  const isAddress = name !== undefined && /^[a-z][a-z0-9+.-]*:/i.test(name)
  const kind = /^(image|audio)\//.exec(mediaType)?.[1] as 'image' | 'audio' | undefined
  if (kind !== undefined && !isAddress) {
    return { type: kind, data: data.toString('base64'), mimeType: mediaType }
  }
  const uri = isAddress ? name : `file:///${encodeURIComponent(name ?? 'file')}`
  const isText = /^text\/|[/+]json$|[/+]xml$/.test(mediaType)
  const resource = { uri, mimeType: mediaType }
  return isText
    ? { type: 'resource', resource: { ...resource, text: data.toString('utf8') } }
    : { type: 'resource', resource: { ...resource, blob: data.toString('base64') } }
}

function toBlocks(part: ToolResultContent): readonly ContentBlock[] {
  if (part.type !== 'json') return [toBlock(part)]
  return [{ type: 'text', text: JSON.stringify(part.value) }]
}

function structured(value: JsonValue | undefined): { structuredContent?: Record<string, unknown> } {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? { structuredContent: value as Record<string, unknown> } : {}
}

/** A tool's own value may have a field `content` too: only parts count. */
function isParts(output: ToolOutput): output is {
  readonly content: readonly ToolResultContent[]
  readonly isError?: boolean
} {
  if (typeof output !== 'object' || output === null || !('content' in output)) return false
  const { content } = output
  const kinds = ['text', 'file', 'json']
  return (
    Array.isArray(content) &&
    content.every((part) => kinds.includes(String((part as { type?: unknown } | null)?.type)))
  )
}
