import type { JsonObject, JsonValue, ToolCallDelta } from '@autobot/core/provider'
import { objectOf, textOf } from '../values.ts'

interface OpenCall {
  readonly key: string
  id: string
  name: string
  argumentsText: string
}

export interface ToolCallReader {
  /** `position`: where the fragment stands among those of its chunk. */
  read(fragment: JsonObject, position: number): ToolCallDelta | undefined
  /** Whether there is a call, and the arguments of each are an object, or nothing. */
  areWhole(): boolean
}

/**
 * Tells calls apart although servers leave out the index, send 0 for all, leave out or repeat the
 * id, or repeat the name: a fragment begins a new call if it has an id that is not the one of the
 * call at its index, or no id but a name while that call is already whole.
 */
export function toolCallReader(prefix: string): ToolCallReader {
  const openAt = new Map<string, OpenCall>()
  const all: OpenCall[] = []
  let last: OpenCall | undefined

  const begin = (slot: string): OpenCall => {
    const call: OpenCall = { key: String(all.length), id: '', name: '', argumentsText: '' }
    all.push(call)
    openAt.set(slot, call)
    return call
  }

  return {
    areWhole: () =>
      all.length > 0 &&
      all.every(({ argumentsText: text }) => text.trim() === '' || isObject(text)),
    read(fragment, position) {
      const called = objectOf(fragment['function']) ?? {}
      const id = textOf(fragment['id']) ?? ''
      const name = textOf(called['name']) ?? ''
      const text = argumentsText(called['arguments'])
      const index = fragment['index']
      const hasIndex = typeof index === 'number'
      if (id === '' && name === '' && text === '' && fragment['extra_content'] === undefined) {
        return undefined
      }
      const slot = hasIndex ? String(index) : `at ${position}`
      const isContinuation = !hasIndex && id === '' && name === ''
      const open = isContinuation ? last : openAt.get(slot)
      let call = open
      if (call === undefined || isNew(call, id, name, text)) call = begin(slot)
      last = call
      if (id !== '') call.id = id
      if (name !== '') call.name = name
      // Some gateways send the whole arguments once more when they are complete.
      const repeated = text !== '' && text === call.argumentsText && isObject(text)
      if (!repeated) call.argumentsText += text
      const extra = objectOf(fragment['extra_content'])
      return {
        type: 'tool_call',
        id: call.key,
        nativeId: call.id,
        ...(name !== '' && { name }),
        argumentsText: repeated ? '' : text,
        ...(extra !== undefined && { providerMetadata: { [prefix]: { extraContent: extra } } }),
      }
    },
  }
}

function isNew(open: OpenCall, id: string, name: string, text: string): boolean {
  // Without a name it can only go on: servers that write a new id into each fragment do so.
  if (id !== '' && open.id !== '' && (name !== '' || isObject(open.argumentsText))) {
    if (id !== open.id) return true
    // The same id once more: another call if it is whole, and not the same call repeated.
    return name !== '' && text !== open.argumentsText && isObject(text)
  }
  if (name === '' || open.name === '') return false
  return name !== open.name || isObject(open.argumentsText)
}

function argumentsText(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value
  return value === undefined || value === null ? '' : JSON.stringify(value)
}

function isObject(text: string): boolean {
  if (!text.trimStart().startsWith('{') || !text.trimEnd().endsWith('}')) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
