import type {
  AssistantMessage,
  AssistantPart,
  Message,
  SystemMessage,
  TextPart,
  UserMessage,
} from '../contract/message.ts'
import { isOwn } from './ownership.ts'
import type { PrepareTarget } from './pass.ts'
import { rewrite } from './rewrite.ts'

/** The smallest text that every wire takes. */
const placeholder: TextPart = { type: 'text', text: '.' }
const userPlaceholder: UserMessage = { role: 'user', content: [placeholder] }
const assistantPlaceholder: AssistantMessage = { role: 'assistant', content: [placeholder] }
const goOn: UserMessage = { role: 'user', content: [{ type: 'text', text: 'Continue.' }] }

/** The order of turns that the target takes. Runs last of all that changes messages. */
export function roles(messages: readonly Message[], target: PrepareTarget): readonly Message[] {
  const { capabilities } = target
  const rule = capabilities.roles ?? 'strict'
  const leading = leadingSystem(messages)
  const rest = rewrite<Message>(messages.slice(leading.length), (message) => {
    if (message.role === 'system') return systemAsUser(message)
    return message.role === 'assistant' && !hasSubstance(message) ? undefined : message
  })
  const apart = keepApart(rest, capabilities.toolResults?.beside ?? 'anything')
  const merged = rule === 'any' ? apart : mergeNeighbours(apart, target)
  const first = merged[0]
  const started =
    first === undefined || (rule === 'strict' && first.role === 'assistant')
      ? [userPlaceholder, ...merged]
      : merged
  const ended = endWithUser(started, capabilities.assistantPrefill ?? 'no')
  if (capabilities.system === 'none' && leading.length > 0) return prefixSystem(leading, ended)
  const system = rule === 'any' ? leading : mergeNeighbours(leading, target)
  const out = [...system, ...ended]
  const same = out.length === messages.length && out.every((item, at) => item === messages[at])
  return same ? messages : out
}

function leadingSystem(messages: readonly Message[]): readonly SystemMessage[] {
  const end = messages.findIndex((message) => message.role !== 'system')
  return (end === -1 ? messages : messages.slice(0, end)) as readonly SystemMessage[]
}

/** The same on every wire, also where later system messages would be legal. */
function systemAsUser(message: SystemMessage): UserMessage {
  const text = message.content.map((part) => part.text).join('\n')
  return { role: 'user', content: [{ type: 'text', text: `<system>${text}</system>` }] }
}

/** A turn of nothing but reasoning or sources is empty for most wires. */
function hasSubstance(message: AssistantMessage): boolean {
  return message.content.some(
    (part) =>
      part.type === 'tool_call' ||
      part.type === 'file' ||
      (part.type === 'text' && part.text.trim() !== ''),
  )
}

function mergeNeighbours(messages: readonly Message[], target: PrepareTarget): readonly Message[] {
  const out: Message[] = []
  for (const message of messages) {
    const last = out.at(-1)
    const merged = last === undefined ? undefined : merge(last, message, target)
    if (merged === undefined) out.push(message)
    else out[out.length - 1] = merged
  }
  return out.length === messages.length ? messages : out
}

function merge(a: Message, b: Message, target: PrepareTarget): Message | undefined {
  if (a.role === 'user' && b.role === 'user') {
    return { role: 'user', content: [...a.content, ...b.content] }
  }
  if (a.role === 'system' && b.role === 'system') {
    return { role: 'system', content: [...a.content, ...b.content] }
  }
  if (a.role === 'assistant' && b.role === 'assistant') {
    const content = [...a.content, ...b.content]
    // Opaque parts of others were taken out before: what is left of them is the target's.
    if (!isOwn(a, target) && !isOwn(b, target)) return { role: 'assistant', content }
    return { role: 'assistant', content, provider: target.prefix, model: target.model }
  }
  return undefined
}

/**
 * Some targets take nothing beside results, and join neighbouring user turns themselves. Before
 * neighbours are merged: what a later turn brings may not change what stands before it.
 */
function keepApart(
  messages: readonly Message[],
  beside: 'anything' | 'text' | 'nothing',
): readonly Message[] {
  if (beside === 'anything') return messages
  let besideResults = false
  return rewrite<Message>(messages, (message) => {
    if (message.role !== 'user') {
      besideResults = message.role === 'tool'
      return message
    }
    const isTaken = beside === 'text' && message.content.every((part) => part.type === 'text')
    if (!besideResults || isTaken) return message
    besideResults = false
    return [assistantPlaceholder, message]
  })
}

function endWithUser(messages: readonly Message[], prefill: 'yes' | 'no'): readonly Message[] {
  const last = messages.at(-1)
  if (last?.role !== 'assistant') return messages
  const trimmed = trimmedEnd(last)
  if (prefill === 'no') return [...messages.slice(0, -1), trimmed, goOn]
  return trimmed === last ? messages : [...messages.slice(0, -1), trimmed]
}

/** Several targets refuse an answer that ends in white space; anywhere else it stays. */
function trimmedEnd(message: AssistantMessage): AssistantMessage {
  const part = message.content.at(-1)
  if (part?.type !== 'text' || part.text === part.text.trimEnd()) return message
  const text = { ...part, text: part.text.trimEnd() }
  const content: readonly AssistantPart[] = [...message.content.slice(0, -1), text]
  return { ...message, content }
}

function prefixSystem(
  system: readonly SystemMessage[],
  rest: readonly Message[],
): readonly Message[] {
  const text = system
    .flatMap((message) => message.content)
    .map((part) => part.text)
    .join('\n\n')
  const first = rest[0]
  if (first?.role !== 'user' || first === userPlaceholder) {
    const own: UserMessage = { role: 'user', content: [{ type: 'text', text }] }
    return [own, ...rest.slice(first === userPlaceholder ? 1 : 0)]
  }
  const [part, ...others] = first.content
  const content =
    part?.type === 'text'
      ? [{ ...part, text: `${text}\n\n${part.text}` }, ...others]
      : [{ type: 'text' as const, text }, ...first.content]
  return [{ role: 'user', content }, ...rest.slice(1)]
}
