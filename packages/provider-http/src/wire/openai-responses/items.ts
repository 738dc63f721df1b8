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

/** By their place: their ids may change between two events of one item. */
export interface Items {
  readonly prefix: string
  readonly byPlace: Map<string, ItemState>
  /** Ids of those that are finished. Made with the first. */
  finished: Set<string> | undefined
  isRefused: boolean
}

// A value and functions, not an object of closures: those were 0.9 KB of each open answer.
export function createItems(prefix: string): Items {
  return { prefix, byPlace: new Map(), finished: undefined, isRefused: false }
}

function stateOf({ byPlace }: Items, key: string): ItemState {
  const known = byPlace.get(key)
  if (known !== undefined) return known
  const made: ItemState = {
    text: '',
    reasoning: '',
    argumentsText: '',
    summaryPart: '',
    isOpenCall: false,
    isDone: false,
  }
  byPlace.set(key, made)
  return made
}

export function isFinished({ finished }: Items, id: string | undefined): boolean {
  return id !== undefined && finished?.has(id) === true
}

export function openItem(items: Items, key: string, item: JsonObject, out: WireStep[]): void {
  if (item['type'] !== 'function_call') return
  const it = stateOf(items, key)
  if (it.isOpenCall) return
  it.isOpenCall = true
  const nativeId = textOf(item['call_id']) ?? ''
  const name = textOf(item['name']) ?? ''
  out.push({ type: 'tool_call', id: key, nativeId, name, argumentsText: '' })
}

export function addText(
  items: Items,
  key: string,
  fragment: string,
  isRefusal: boolean,
  out: WireStep[],
): void {
  if (fragment === '') return
  items.isRefused ||= isRefusal
  stateOf(items, key).text += fragment
  out.push({ type: 'text', text: fragment, block: key })
}

export function addReasoning(
  items: Items,
  key: string,
  fragment: string,
  part: string,
  out: WireStep[],
): void {
  if (fragment === '') return
  const it = stateOf(items, key)
  const isNext = it.reasoning !== '' && it.summaryPart !== part
  it.summaryPart = part
  const text = isNext ? `\n\n${fragment}` : fragment
  it.reasoning += text
  out.push({ type: 'reasoning', text, block: key })
}

export function addArguments(items: Items, key: string, fragment: string, out: WireStep[]): void {
  if (fragment === '') return
  stateOf(items, key).argumentsText += fragment
  out.push({ type: 'tool_call', id: key, argumentsText: fragment })
}

/** Adds what the fragments left out. */
export function addWholeText(
  items: Items,
  key: string,
  text: string,
  isRefusal: boolean,
  out: WireStep[],
): void {
  // An item may hold several texts, each with an end of its own: what is there stays.
  if (stateOf(items, key).text === '') addText(items, key, text, isRefusal, out)
}

/** Adds what the fragments left out. */
export function addWholeArguments(
  items: Items,
  key: string,
  event: JsonObject,
  out: WireStep[],
): void {
  const it = stateOf(items, key)
  if (!it.isOpenCall) {
    // Without its item only a name makes it a call.
    if (textOf(event['name']) === undefined) return
    openItem(items, key, { ...event, type: 'function_call' }, out)
  }
  const whole = textOf(event['arguments']) ?? ''
  addArguments(items, key, remainder(whole, it.argumentsText), out)
}

export function finishItem(items: Items, key: string, item: JsonObject, out: WireStep[]): void {
  const it = stateOf(items, key)
  if (it.isDone) return
  it.isDone = true
  const id = textOf(item['id'])
  if (id !== undefined) (items.finished ??= new Set()).add(id)
  switch (item['type']) {
    case 'message':
      finishMessage(items, key, item, out)
      break
    case 'reasoning': {
      const parts = listOf(item['summary']).length > 0 ? item['summary'] : item['content']
      const whole = listOf(parts).map((part) => textOf(objectOf(part)?.['text']) ?? '')
      const left = remainder(whole.join('\n\n'), it.reasoning)
      addReasoning(items, key, left, it.summaryPart, out)
      const { status: _status, ...rest } = item
      out.push({ type: 'reasoning', text: '', block: key, ...meta(items, { item: rest }) })
      break
    }
    case 'function_call': {
      openItem(items, key, item, out)
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
}

function finishMessage(items: Items, key: string, item: JsonObject, out: WireStep[]): void {
  const it = stateOf(items, key)
  const parts = listOf(item['content']).map((part) => objectOf(part) ?? {})
  const whole = parts.map((part) => textOf(part['refusal']) ?? textOf(part['text']) ?? '')
  const isRefusal = parts.some((part) => textOf(part['refusal']) !== undefined)
  items.isRefused ||= isRefusal
  addText(items, key, remainder(whole.join(''), it.text), isRefusal, out)
  const phase = textOf(item['phase'])
  if (phase !== undefined && it.text !== '') {
    out.push({ type: 'text', text: '', block: key, ...meta(items, { phase }) })
  }
  for (const part of parts) {
    for (const entry of listOf(part['annotations'])) addSource(entry, out)
  }
}

function meta({ prefix }: Items, values: JsonObject) {
  return { providerMetadata: { [prefix]: values } }
}

/** What of the whole the fragments left out. */
function remainder(whole: string, covered: string): string {
  if (covered === '') return whole
  return whole.startsWith(covered) ? whole.slice(covered.length) : ''
}

function addSource(value: JsonValue, out: WireStep[]): void {
  const annotation = objectOf(value)
  const url = annotation && textOf(annotation['url'])
  if (annotation === undefined || url === undefined) return
  const title = textOf(annotation['title'])
  out.push({ type: 'source', url, ...(title !== undefined && { title }) })
}
