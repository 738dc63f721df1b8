import type { Message, Part } from '@autobot/core'

/**
 * What must be the same on every provider: roles, texts, calls, inputs, results and endings. Ids
 * become the number of their call; what belongs to a provider alone (its name, model, metadata
 * its reasoning, and its own spelling of the arguments) is left out.
 */
export function neutral(messages: readonly Message[]): unknown {
  const numbers = new Map<string, number>()
  const number = (id: string): number => {
    if (!numbers.has(id)) numbers.set(id, numbers.size + 1)
    return numbers.get(id) ?? 0
  }
  return messages.map((message) => ({
    role: message.role,
    ...(message.role === 'assistant' && { finishReason: message.finishReason }),
    content: message.content.filter(isShared).map((part) => {
      if (part.type === 'tool_call') {
        return { type: part.type, call: number(part.id), name: part.name, input: part.input }
      }
      const { providerMetadata: _, ...rest } = part
      if (rest.type !== 'tool_result') return rest
      const { toolCallId, isError = false, ...result } = rest
      return { ...result, call: number(toolCallId), isError }
    }),
  }))
}

function isShared(part: Part): boolean {
  return part.type !== 'reasoning'
}

/** Where two values differ, a line each; empty when they are equal. */
export function differences(first: unknown, other: unknown, path = 'messages'): readonly string[] {
  if (Object.is(first, other)) return []
  if (!isNested(first) || !isNested(other) || Array.isArray(first) !== Array.isArray(other)) {
    return [`${path}: ${show(first)} became ${show(other)}`]
  }
  const keys = new Set([...Object.keys(first), ...Object.keys(other)])
  return [...keys].flatMap((key) => differences(first[key], other[key], `${path}.${key}`))
}

function isNested(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 160 ? `${text.slice(0, 160)}…` : text
}
