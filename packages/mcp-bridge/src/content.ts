import type { JsonValue, ToolResultContent } from '@autobot/core/provider'
import { capText } from './text-cap.ts'

export interface McpResult {
  readonly content: readonly ToolResultContent[]
  readonly isError: boolean
}

type Block = Readonly<Record<string, unknown>>

/** What an MCP server answered, as parts that every provider's codec can place. */
export function toResult(answer: unknown): McpResult {
  const result = (typeof answer === 'object' && answer !== null ? answer : {}) as Block
  const blocks = Array.isArray(result['content']) ? (result['content'] as unknown[]) : []
  const parts: ToolResultContent[] = []
  for (const block of blocks) {
    const part = toPart(block)
    if (part !== undefined) parts.push(part)
  }
  const structured = result['structuredContent']
  if (parts.length === 0 && structured !== undefined) {
    parts.push({ type: 'text', text: JSON.stringify(structured as JsonValue) })
  }
  return { content: joinAndCap(parts), isError: result['isError'] === true }
}

function toPart(value: unknown): ToolResultContent | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const block = value as Block
  const audience = (block['annotations'] as { audience?: unknown } | undefined)?.audience
  if (Array.isArray(audience) && audience.length > 0 && !audience.includes('assistant')) {
    return undefined
  }
  switch (block['type']) {
    case 'text':
      return { type: 'text', text: String(block['text'] ?? '') }
    case 'image':
    case 'audio':
      return toFile(block['data'], block['mimeType'], `${block['type']}/*`)
    case 'resource':
      return toResource(block['resource'])
    case 'resource_link': {
      const title = block['title'] ?? block['name']
      return {
        type: 'text',
        text: `[resource: ${String(title ?? 'link')}] ${String(block['uri'] ?? '')}`,
      }
    }
    default:
      return { type: 'text', text: `[content of the kind "${String(block['type'])}" left out]` }
  }
}

function toResource(value: unknown): ToolResultContent {
  const resource = (typeof value === 'object' && value !== null ? value : {}) as Block
  if (typeof resource['text'] === 'string') return { type: 'text', text: resource['text'] }
  const name = String(resource['uri'] ?? '')
    .split('/')
    .at(-1)
  const file = toFile(resource['blob'], resource['mimeType'], 'application/octet-stream')
  return file.type === 'file' && name !== undefined && name !== '' ? { ...file, name } : file
}

function toFile(data: unknown, mimeType: unknown, fallback: string): ToolResultContent {
  const mediaType = typeof mimeType === 'string' && mimeType !== '' ? mimeType : fallback
  const isBase64 =
    typeof data === 'string' && /^[A-Za-z0-9+/_-]*={0,2}$/.test(data.replace(/\s/g, ''))
  if (!isBase64) return { type: 'text', text: `[${mediaType} left out: its data is not base64]` }
  // A copy: a buffer from Node's pool would carry the bytes of others along.
  return { type: 'file', mediaType, data: Uint8Array.from(Buffer.from(data, 'base64')) }
}

/** Neighbouring texts become one; the cap holds for all text of a result together. */
function joinAndCap(parts: readonly ToolResultContent[]): readonly ToolResultContent[] {
  const texts = parts.filter((part) => part.type === 'text').map((part) => part.text)
  const whole = texts.join('\n')
  const capped = capText(whole)
  if (capped === whole) return parts
  return [{ type: 'text', text: capped }, ...parts.filter((part) => part.type !== 'text')]
}
