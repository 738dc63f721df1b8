import type { JsonValue, ToolCallDelta } from '@autobot/core/provider'
import type { WireDecoder, WireStep } from './codec.ts'
import { listOf, objectOf, textOf } from './values.ts'

const wrappers = new Set(['parallel', 'multi_tool_use.parallel'])

interface Wrapped {
  readonly first: ToolCallDelta
  argumentsText: string
}

/**
 * Some models write one call of a tool that nobody declared, whose arguments are the calls that
 * they want to make at once. It is held back until it is whole and becomes those calls; what
 * cannot be read passes as it is.
 */
export function unwrapCalls(decoder: WireDecoder, declared: ReadonlySet<string>): WireDecoder {
  // Made with the first such call.
  let held: Map<string, Wrapped> | undefined

  const pass = (steps: readonly WireStep[]): readonly WireStep[] => {
    if ((held?.size ?? 0) === 0 && !steps.some((step) => isWrapper(step, declared))) return steps
    const calls = (held ??= new Map())
    return steps.flatMap((step): readonly WireStep[] => {
      if (step.type !== 'tool_call') return [step]
      const known = calls.get(step.id)
      if (known === undefined && !isWrapper(step, declared)) return [step]
      const wrapped = known ?? { first: step, argumentsText: '' }
      calls.set(step.id, wrapped)
      wrapped.argumentsText += step.argumentsText
      if (step.complete !== true) return []
      calls.delete(step.id)
      return unwrapped(step.id, wrapped)
    })
  }

  return {
    isDone: () => decoder.isDone(),
    read: (event, value) => pass(decoder.read(event, value)),
    end: (complete) => {
      const steps = pass(decoder.end(complete))
      const open = [...(held ?? [])].flatMap(([id, wrapped]) => unwrapped(id, wrapped))
      held = undefined
      return [...open, ...steps]
    },
    ...(decoder.salvage !== undefined && { salvage: decoder.salvage }),
  }
}

function isWrapper(step: WireStep, declared: ReadonlySet<string>): boolean {
  return (
    step.type === 'tool_call' &&
    step.name !== undefined &&
    wrappers.has(step.name) &&
    !declared.has(step.name)
  )
}

function unwrapped(id: string, { first, argumentsText }: Wrapped): readonly WireStep[] {
  const calls = expand(argumentsText)
  if (calls.length === 0) return [{ ...first, argumentsText, complete: true }]
  return calls.map((call, index) => ({
    type: 'tool_call',
    id: `${id}.${index}`,
    nativeId: '',
    ...call,
    complete: true,
  }))
}

function expand(argumentsText: string): { name: string; argumentsText: string }[] {
  let value: JsonValue
  try {
    value = JSON.parse(argumentsText) as JsonValue
  } catch {
    return []
  }
  return listOf(objectOf(value)?.['tool_uses']).flatMap((entry) => {
    const use = objectOf(entry)
    const name = use && textOf(use['recipient_name'])?.replace(/^functions\./, '')
    if (use === undefined || name === undefined) return []
    return [{ name, argumentsText: JSON.stringify(use['parameters'] ?? {}) }]
  })
}
