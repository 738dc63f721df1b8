import type { JsonObject, JsonValue } from '@autobot/core/provider'
import type { WireStep } from '../codec.ts'
import { listOf, objectOf, textOf } from '../values.ts'
import { hostedCall } from './hosted-calls.ts'

interface ItemState {
  /** What the fragments covered; what they left out is taken from the finished item. */
  text: string
  reasoning: string
  argumentsText: string
  summaryPart: string
  isOpenCall: boolean
  isDone: boolean
}

export interface ItemReader {
  isRefused(): boolean
  /** Whether an item of this id is finished. */
  knows(id: string | undefined): boolean
  add(key: string, item: JsonObject, out: WireStep[]): void
  text(key: string, fragment: string, isRefusal: boolean, out: WireStep[]): void
  reasoning(key: string, fragment: string, part: string, out: WireStep[]): void
  callArguments(key: string, fragment: string, out: WireStep[]): void
  /** Adds what the fragments left out. */
  wholeText(key: string, text: string, isRefusal: boolean, out: WireStep[]): void
  wholeArguments(key: string, event: JsonObject, out: WireStep[]): void
  finish(key: string, item: JsonObject, out: WireStep[]): void
}

/** Items by their place: their ids may change between two events of one item. */
export function itemReader(prefix: string): ItemReader {
  const items = new Map<string, ItemState>()
  let finished: Set<string> | undefined
  let refused = false

  const state = (key: string): ItemState => {
    const known = items.get(key)
    if (known !== undefined) return known
    const made: ItemState = {
      text: '',
      reasoning: '',
      argumentsText: '',
      summaryPart: '',
      isOpenCall: false,
      isDone: false,
    }
    items.set(key, made)
    return made
  }
  const meta = (values: JsonObject) => ({ providerMetadata: { [prefix]: values } })

  const reader: ItemReader = {
    isRefused: () => refused,
    knows: (id) => id !== undefined && finished?.has(id) === true,
    add(key, item, out) {
      if (item['type'] !== 'function_call') return
      const it = state(key)
      if (it.isOpenCall) return
      it.isOpenCall = true
      const nativeId = textOf(item['call_id']) ?? ''
      const name = textOf(item['name']) ?? ''
      out.push({ type: 'tool_call', id: key, nativeId, name, argumentsText: '' })
    },
    text(key, fragment, isRefusal, out) {
      if (fragment === '') return
      refused ||= isRefusal
      state(key).text += fragment
      out.push({ type: 'text', text: fragment, block: key })
    },
    reasoning(key, fragment, part, out) {
      if (fragment === '') return
      const it = state(key)
      const isNext = it.reasoning !== '' && it.summaryPart !== part
      it.summaryPart = part
      const text = isNext ? `\n\n${fragment}` : fragment
      it.reasoning += text
      out.push({ type: 'reasoning', text, block: key })
    },
    callArguments(key, fragment, out) {
      if (fragment === '') return
      state(key).argumentsText += fragment
      out.push({ type: 'tool_call', id: key, argumentsText: fragment })
    },
    wholeText(key, text, isRefusal, out) {
      const it = state(key)
      // An item may hold several texts, each with an end of its own: what is there stays.
      if (it.text === '') reader.text(key, text, isRefusal, out)
    },
    wholeArguments(key, event, out) {
      const it = state(key)
      if (!it.isOpenCall) {
        // Without its item only a name makes it a call.
        if (textOf(event['name']) === undefined) return
        reader.add(key, { ...event, type: 'function_call' }, out)
      }
      const whole = textOf(event['arguments']) ?? ''
      reader.callArguments(key, remainder(whole, it.argumentsText), out)
    },
    finish(key, item, out) {
      const it = state(key)
      if (it.isDone) return
      it.isDone = true
      const id = textOf(item['id'])
      if (id !== undefined) (finished ??= new Set()).add(id)
      switch (item['type']) {
        case 'message':
          finishMessage(key, item, it, out)
          break
        case 'reasoning': {
          const parts = listOf(item['summary']).length > 0 ? item['summary'] : item['content']
          const whole = listOf(parts).map((part) => textOf(objectOf(part)?.['text']) ?? '')
          const left = remainder(whole.join('\n\n'), it.reasoning)
          reader.reasoning(key, left, it.summaryPart, out)
          const { status: _status, ...rest } = item
          out.push({ type: 'reasoning', text: '', block: key, ...meta({ item: rest }) })
          break
        }
        case 'function_call': {
          reader.add(key, item, out)
          const whole = textOf(item['arguments']) ?? ''
          const nativeId = textOf(item['call_id'])
          out.push({
            type: 'tool_call',
            id: key,
            ...(nativeId !== undefined && { nativeId }),
            argumentsText: remainder(whole, it.argumentsText),
            complete: true,
          })
          break
        }
        default: {
          const hosted = hostedCall(key, item)
          if (hosted !== undefined) out.push(hosted)
        }
      }
    },
  }

  function finishMessage(key: string, item: JsonObject, it: ItemState, out: WireStep[]): void {
    const parts = listOf(item['content']).map((part) => objectOf(part) ?? {})
    const whole = parts.map((part) => textOf(part['refusal']) ?? textOf(part['text']) ?? '')
    const isRefusal = parts.some((part) => textOf(part['refusal']) !== undefined)
    refused ||= isRefusal
    reader.text(key, remainder(whole.join(''), it.text), isRefusal, out)
    const phase = textOf(item['phase'])
    if (phase !== undefined && it.text !== '') {
      out.push({ type: 'text', text: '', block: key, ...meta({ phase }) })
    }
    for (const part of parts) {
      for (const entry of listOf(part['annotations'])) source(entry, out)
    }
  }

  return reader
}

/** What of the whole the fragments left out. */
function remainder(whole: string, covered: string): string {
  if (covered === '') return whole
  return whole.startsWith(covered) ? whole.slice(covered.length) : ''
}

function source(value: JsonValue, out: WireStep[]): void {
  const annotation = objectOf(value)
  const url = annotation && textOf(annotation['url'])
  if (annotation === undefined || url === undefined) return
  const title = textOf(annotation['title'])
  out.push({ type: 'source', url, ...(title !== undefined && { title }) })
}
