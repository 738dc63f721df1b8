import type { ToolCallIdRule } from '../contract/capabilities.ts'
import type { Message, ToolCallPart, ToolResultPart } from '../contract/message.ts'
import { hashText } from './hash.ts'
import { isOwn } from './ownership.ts'
import type { PrepareTarget } from './pass.ts'
import { rewrite, withContent } from './rewrite.ts'

/**
 * Ids that are legal for the target and unique in the request. They are given in order of
 * appearance and results get theirs by position (repair has made the order right), so that they
 * stay the same when the history grows.
 */
export function callIds(
  messages: readonly Message[],
  target: PrepareTarget,
  wireName: (name: string) => string,
): readonly Message[] {
  const choose = idChooser(target.capabilities.toolCallIds ?? { form: 'word', maxLength: 40 })
  let pending: string[] = []
  return rewrite<Message>(messages, (message) => {
    if (message.role === 'assistant') {
      const native = isOwn(message, target)
      pending = []
      const content = rewrite(message.content, (part) => {
        if (part.type !== 'tool_call') return part
        const id = choose(part, native, wireName)
        if (part.providerExecuted !== true) pending.push(id)
        return withId(part, id)
      })
      return withContent(message, content)
    }
    if (message.role !== 'tool') return message
    const content = rewrite(message.content, (part, index): ToolResultPart => {
      const id = pending[index] ?? part.toolCallId
      return id === part.toolCallId ? part : { ...part, toolCallId: id }
    })
    return withContent(message, content)
  })
}

function withId(part: ToolCallPart, id: string): ToolCallPart {
  if (part.id === id && part.nativeId === undefined) return part
  const { nativeId: _nativeId, ...rest } = part
  return { ...rest, id }
}

function idChooser(rule: ToolCallIdRule) {
  const used = new Set<string>()
  let count = 0
  return (part: ToolCallPart, own: boolean, wireName: (name: string) => string): string => {
    count += 1
    // The number belongs to the conversation, so that an id of the model's own could not stay.
    if (rule.form === 'function_index') return `functions.${wireName(part.name)}:${count - 1}`
    const known = own && part.nativeId !== undefined ? [part.nativeId, part.id] : [part.id]
    let id = known.find((candidate) => isLegal(candidate, rule) && !used.has(candidate))
    for (let attempt = 0; id === undefined; attempt += 1) {
      const candidate = derive(`${part.id}\n${attempt}`, rule)
      if (!used.has(candidate)) id = candidate
    }
    used.add(id)
    return id
  }
}

type FreeRule = Exclude<ToolCallIdRule, { readonly form: 'function_index' }>

function isLegal(id: string, rule: FreeRule): boolean {
  switch (rule.form) {
    case 'any':
      return id.trim() !== '' && id.isWellFormed() && id.length <= (rule.maxLength ?? Infinity)
    case 'word':
      return id.length <= rule.maxLength && /^[A-Za-z0-9_-]+$/.test(id)
    case 'alphanumeric':
      return id.length === rule.length && /^[A-Za-z0-9]+$/.test(id)
  }
}

function derive(seed: string, rule: FreeRule): string {
  if (rule.form === 'alphanumeric') return hashText(seed, rule.length, 62)
  return `c${hashText(seed, Math.min(20, (rule.maxLength ?? 21) - 1), 62)}`
}
