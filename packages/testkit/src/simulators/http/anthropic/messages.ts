import { fields, list, text, type Fields } from '../json.ts'
import { firstOf, type Verdict } from '../wire.ts'
import { checkBlock } from './blocks.ts'
import type { AnthropicModel } from './model.ts'
import { invalid, strict } from './refusal.ts'

interface Turn {
  readonly role: string
  readonly blocks: readonly Fields[]
  readonly path: string
}

export function checkMessages(body: Fields, model: AnthropicModel): Verdict {
  const raw = list(body['messages']).map(fields)
  if (raw.length === 0) return invalid('messages: at least one message is required')
  const turns = raw.map((message, index): Turn => {
    const { content } = message
    const blocks =
      typeof content === 'string' ? [{ type: 'text', text: content }] : list(content).map(fields)
    return { role: text(message['role']), blocks, path: `messages.${index}` }
  })
  return firstOf([
    () => checkSystem(body['system']),
    () => firstOf(turns.map((turn, index) => () => checkTurn(turn, index === turns.length - 1))),
    () => checkEnd(turns, model),
    () => checkPairs(turns),
    () => checkMarkers(body, turns),
  ])
}

function checkSystem(system: unknown): Verdict {
  if (typeof system === 'string' || system === undefined) return undefined
  return list(system).some((block) => text(fields(block)['text']).trim() === '')
    ? invalid('system: text content blocks must be non-empty')
    : undefined
}

function checkTurn({ role, blocks, path }: Turn, isLast: boolean): Verdict {
  if (role !== 'user' && role !== 'assistant') {
    return invalid(`${path}.role: Input should be 'user' or 'assistant'`)
  }
  if (blocks.length === 0 && !(isLast && role === 'assistant')) {
    return invalid(
      `${path}: all messages must have non-empty content except for the optional final assistant message`,
    )
  }
  const wrong = firstOf(
    blocks.map((block, at) => () => checkBlock(block, role, `${path}.content.${at}`)),
  )
  if (wrong !== undefined) return wrong
  const types = blocks.map((block) => text(block['type']))
  if (role === 'assistant') {
    const thought = types.findLastIndex((type) => /thinking/.test(type))
    const other = types.findIndex((type) => type === 'tool_use')
    return thought > other && other !== -1
      ? strict(`${path}: a thought stands behind the call that came of it`)
      : undefined
  }
  const result = types.lastIndexOf('tool_result')
  return types.slice(0, Math.max(0, result)).some((type) => type !== 'tool_result')
    ? invalid(
        'messages: Messages following tool_use blocks must begin with a matching number of tool_result blocks',
      )
    : undefined
}

function checkEnd(turns: readonly Turn[], { version }: AnthropicModel): Verdict {
  const last = turns.at(-1)
  if (last?.role !== 'assistant') return undefined
  if (version >= 4.6) {
    return invalid(
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    )
  }
  const end = text(last.blocks.at(-1)?.['text'])
  return end === end.trimEnd()
    ? undefined
    : invalid('messages: final assistant content cannot end with trailing whitespace')
}

/** All results of a turn's calls stand at the beginning of the next turn, and no others. */
function checkPairs(turns: readonly Turn[]): Verdict {
  const seen = new Set<string>()
  for (const [index, turn] of turns.entries()) {
    const before = turns[index - 1]
    const asked = before?.role === 'assistant' ? idsOf(before, 'tool_use', 'id') : []
    const answered = turn.role === 'user' ? idsOf(turn, 'tool_result', 'tool_use_id') : []
    const missing = asked.filter((id) => !answered.includes(id))
    if (missing.length > 0) return orphans(index - 1, missing)
    const strange = answered.findIndex((id) => !asked.includes(id))
    if (strange !== -1) {
      return invalid(
        `messages.${index}.content.${strange}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${answered[strange] ?? ''}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
      )
    }
    if (new Set(answered).size < answered.length) {
      return invalid(`messages.${index}: each tool_use must have a single result.`)
    }
    for (const id of turn.role === 'assistant' ? idsOf(turn, 'tool_use', 'id') : []) {
      if (seen.has(id)) return invalid(`messages: \`tool_use\` ids must be unique`)
      seen.add(id)
    }
  }
  const last = turns.at(-1)
  const open = last?.role === 'assistant' ? idsOf(last, 'tool_use', 'id') : []
  return open.length > 0 ? orphans(turns.length - 1, open) : undefined
}

function orphans(index: number, ids: readonly string[]): Verdict {
  return invalid(
    `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${ids.join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
  )
}

function idsOf({ blocks }: Turn, type: string, key: string): readonly string[] {
  return blocks.filter((block) => block['type'] === type).map((block) => text(block[key]))
}

function checkMarkers(body: Fields, turns: readonly Turn[]): Verdict {
  const blocks = [
    ...list(body['tools']).map(fields),
    ...list(body['system']).map(fields),
    ...turns.flatMap((turn) => turn.blocks),
  ]
  const marked = blocks.filter((block) => block['cache_control'] !== undefined)
  if (marked.length > 4) {
    return invalid(
      `A maximum of 4 blocks with cache_control may be provided. Found ${marked.length}.`,
    )
  }
  const ttls = marked.map((block) => text(fields(block['cache_control'])['ttl']) || '5m')
  return ttls.includes('1h') &&
    ttls.indexOf('5m') !== -1 &&
    ttls.lastIndexOf('1h') > ttls.indexOf('5m')
    ? invalid("a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block.")
    : undefined
}
