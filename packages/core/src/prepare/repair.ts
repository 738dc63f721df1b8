import type { Message, ToolCallPart, ToolMessage, ToolResultPart } from '../contract/message.ts'
import { cleanMessage } from './clean-message.ts'
import { clientCalls } from './client-calls.ts'
import type { Warn } from './pass.ts'
import { rewrite } from './rewrite.ts'

/**
 * A history whose parts are whole and whose calls and results belong together: the results of a
 * turn stand in one tool message directly behind it, one for each call, in the calls' order.
 */
export function repair(messages: readonly Message[], warn: Warn): readonly Message[] {
  const clean = rewrite(messages, (message, index) => cleanMessage(message, index, warn))
  if (isPaired(clean)) return clean
  const paired = pair(clean)
  const lost = countResults(clean) - countResults(paired.messages) + paired.made
  if (lost > 0) {
    const results = lost === 1 ? '1 tool result' : `${lost} tool results`
    warn(
      'part_dropped',
      `${results} without a call, or a second one for a call, left out.`,
      'messages',
    )
  }
  return paired.messages
}

function isPaired(messages: readonly Message[]): boolean {
  let open: readonly ToolCallPart[] = []
  for (const message of messages) {
    if (message.role === 'tool') {
      if (open.length === 0 || !answers(message.content, open)) return false
      open = []
    } else {
      if (open.length > 0) return false
      if (message.role === 'assistant') open = clientCalls(message)
    }
  }
  return open.length === 0
}

function answers(results: readonly ToolResultPart[], calls: readonly ToolCallPart[]): boolean {
  return (
    results.length === calls.length &&
    results.every((result, index) => {
      const call = calls[index]
      return result.toolCallId === call?.id && result.toolName === call.name
    })
  )
}

interface Waiting {
  readonly at: number
  readonly part: ToolResultPart
  used: boolean
}

function countResults(messages: readonly Message[]): number {
  let count = 0
  for (const message of messages) if (message.role === 'tool') count += message.content.length
  return count
}

/** `made`: results that had to be made up. */
function pair(messages: readonly Message[]): {
  readonly messages: readonly Message[]
  readonly made: number
} {
  let made = 0
  const waiting = new Map<string, Waiting[]>()
  const turns = new Map<string, number[]>()
  for (const [at, message] of messages.entries()) {
    if (message.role === 'tool') {
      for (const part of message.content)
        append(waiting, part.toolCallId, { at, part, used: false })
    } else if (message.role === 'assistant') {
      for (const call of clientCalls(message)) append(turns, call.id, at)
    }
  }

  const out: Message[] = []
  for (const [at, message] of messages.entries()) {
    if (message.role === 'tool') continue
    out.push(message)
    if (message.role !== 'assistant') continue
    const results = clientCalls(message).map((call) => {
      // An id that a later turn repeats: what stands behind that turn is that turn's result.
      const end = turns.get(call.id)?.find((turn) => turn > at) ?? Infinity
      const entry = waiting
        .get(call.id)
        ?.find((result) => !result.used && result.at > at && result.at < end)
      if (entry === undefined) {
        made += 1
        return missing(call)
      }
      entry.used = true
      return entry.part.toolName === call.name ? entry.part : { ...entry.part, toolName: call.name }
    })
    if (results.length > 0) out.push(asMessage(results, messages[at + 1]))
  }
  return { messages: out, made }
}

function asMessage(results: readonly ToolResultPart[], next: Message | undefined): ToolMessage {
  const same =
    next?.role === 'tool' &&
    next.content.length === results.length &&
    next.content.every((part, index) => part === results[index])
  return same ? next : { role: 'tool', content: results }
}

function missing(call: ToolCallPart): ToolResultPart {
  return {
    type: 'tool_result',
    toolCallId: call.id,
    toolName: call.name,
    content: [{ type: 'text', text: 'No result provided.' }],
    isError: true,
  }
}

function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [item])
  else list.push(item)
}
