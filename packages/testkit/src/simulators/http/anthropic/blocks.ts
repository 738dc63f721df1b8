import { fields, isFields, list, text, type Fields } from '../json.ts'
import { typeOfBytes } from '../media.ts'
import { unseal } from '../seal.ts'
import { firstOf, type Verdict } from '../wire.ts'
import { invalid } from './refusal.ts'

const byRole: Readonly<Record<string, readonly string[]>> = {
  user: ['text', 'image', 'document', 'tool_result'],
  assistant: ['text', 'thinking', 'redacted_thinking', 'tool_use'],
}

export function checkBlock(block: Fields, role: string, path: string): Verdict {
  const type = text(block['type'])
  if (byRole[role]?.includes(type) !== true) {
    return invalid(`${path}.type: '${type}' blocks are not permitted in ${role} messages`)
  }
  switch (type) {
    case 'text':
      return checkText(block, path)
    case 'image':
    case 'document':
      return checkFile(block, type, path)
    case 'thinking':
      if (block['cache_control'] !== undefined) {
        return invalid(`${path}.thinking.cache_control: Extra inputs are not permitted`)
      }
      return unseal('anthropic', text(block['signature'])) === block['thinking']
        ? undefined
        : invalid(`${path}: Invalid \`signature\` in \`thinking\` block`)
    case 'redacted_thinking':
      return unseal('anthropic-redacted', text(block['data'])) === undefined
        ? invalid(`${path}: Invalid \`data\` in \`redacted_thinking\` block`)
        : undefined
    case 'tool_use':
      return checkCall(block, path)
    default:
      return checkResult(block, path)
  }
}

function checkText(block: Fields, path: string): Verdict {
  const said = text(block['text'])
  if (said.trim() !== '') return undefined
  if (block['cache_control'] !== undefined) {
    return invalid(`${path}.text: cache_control cannot be set for empty text blocks`)
  }
  return invalid(
    said === ''
      ? 'messages: text content blocks must be non-empty'
      : 'messages: text content blocks must contain non-whitespace text',
  )
}

function checkCall(block: Fields, path: string): Verdict {
  if (!/^[a-zA-Z0-9_-]+$/.test(text(block['id']))) {
    return invalid(`${path}.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'`)
  }
  if (!/^[a-zA-Z0-9_-]{1,200}$/.test(text(block['name']))) {
    return invalid(`${path}.tool_use.name: String should match pattern '^[a-zA-Z0-9_-]{1,200}$'`)
  }
  return isFields(block['input'])
    ? undefined
    : invalid(`${path}.tool_use.input: Input should be a valid dictionary`)
}

function checkResult(block: Fields, path: string): Verdict {
  const { content } = block
  if (typeof content === 'string' || content === undefined) return undefined
  const parts = list(content).map(fields)
  if (parts.length === 0) {
    return invalid(`${path}.tool_result.content: List should have at least 1 item after validation`)
  }
  if (block['is_error'] === true && parts.some((part) => part['type'] !== 'text')) {
    return invalid(`${path}: all content must be type "text" if "is_error" is true`)
  }
  return firstOf(
    parts.map((part, at) => () => {
      const where = `${path}.tool_result.content.${at}`
      const type = text(part['type'])
      if (type === 'text') return checkText(part, where)
      if (type === 'image' || type === 'document') return checkFile(part, type, where)
      return invalid(`${where}.type: '${type}' blocks are not permitted in tool results`)
    }),
  )
}

const pictures = ['image/jpeg', 'image/png', 'image/gif', 'image/webp']

function checkFile(block: Fields, type: 'image' | 'document', path: string): Verdict {
  const source = fields(block['source'])
  const mediaType = text(source['media_type'])
  const where = `${path}.${type}.source`
  if (source['type'] === 'url') return undefined
  if (source['type'] === 'text' && type === 'document') return undefined
  if (source['type'] !== 'base64') return invalid(`${where}.type: Input tag is not known`)
  const taken = type === 'image' ? pictures : ['application/pdf']
  if (!taken.includes(mediaType)) {
    return invalid(
      `${where}.base64.media_type: Input should be ${taken.map((one) => `'${one}'`).join(' or ')}`,
    )
  }
  return typeOfBytes(text(source['data'])) === mediaType
    ? undefined
    : invalid(
        type === 'image'
          ? `${where}.base64: Image does not match the provided media type ${mediaType}`
          : `${where}.base64.data: The PDF specified was not valid.`,
      )
}
