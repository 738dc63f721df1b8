import type { CachePointRules } from '../contract/capabilities.ts'
import type { Message, Part } from '../contract/message.ts'
import type { CachePoint, CachePolicy } from '../contract/request.ts'
import { mediaKind } from './file-note.ts'
import type { Warn } from './pass.ts'

/**
 * Markers after what repeats: tools, system, the last turn (to be read by the next request) and
 * the turn before it (written by the previous one).
 */
export function cachePoints(
  messages: readonly Message[],
  hasTools: boolean,
  policy: CachePolicy,
  rules: CachePointRules | undefined,
  warn: Warn,
): readonly CachePoint[] {
  if (policy === 'off' || rules === undefined) return []
  let ttl: { readonly ttl?: '5m' | '1h' } = {}
  if (typeof policy === 'object') {
    if (rules.ttl?.includes(policy.ttl) === true) ttl = { ttl: policy.ttl }
    else
      warn('parameter_dropped', `cache.ttl ${policy.ttl} was left out: not offered.`, 'cache.ttl')
  }
  const max = rules.max ?? 4
  const points: CachePoint[] = []
  if (rules.places.includes('tools') && hasTools) points.push({ after: 'tools', ...ttl })
  if (rules.places.includes('system') && messages[0]?.role === 'system') {
    points.push({ after: 'system', ...ttl })
  }
  const inMessages: CachePoint[] = []
  if (rules.places.includes('messages')) {
    const room = Math.min(2, max - points.length)
    for (let at = messages.length - 1; at >= 0 && inMessages.length < room; at -= 1) {
      const part = lastMarkable(messages, at, rules)
      if (part !== undefined) inMessages.unshift({ after: 'part', message: at, part, ...ttl })
    }
  }
  return [...points, ...inMessages].slice(0, Math.max(0, max))
}

function lastMarkable(
  messages: readonly Message[],
  at: number,
  rules: CachePointRules,
): number | undefined {
  const message = messages[at]
  if (message === undefined || message.role === 'system' || message.role === 'assistant') {
    return undefined
  }
  // A user message behind results becomes one message with them on wires that know two roles.
  const withTools = message.role === 'tool' || messages[at - 1]?.role === 'tool'
  if (rules.inToolMessages === 'no' && withTools) return undefined
  for (let index = message.content.length - 1; index >= 0; index -= 1) {
    const part = message.content[index]
    if (part !== undefined && isMarkable(part, rules)) return index
  }
  return undefined
}

function isMarkable(part: Part, rules: CachePointRules): boolean {
  const not: readonly string[] = rules.notAfter ?? []
  switch (part.type) {
    case 'text':
      return part.text.trim() !== ''
    case 'file':
      return !not.includes(mediaKind(part.mediaType))
    case 'tool_call':
    case 'tool_result':
      return !not.includes(part.type)
    default:
      return false
  }
}
