import { createHash } from 'node:crypto'
import { defineWire, type Wire, type WirePiece, type WholeWireAnswer } from '../../src/index.ts'

/** What the service adds to a thought, so that it knows its own again. */
export const sealOf = (text: string): string =>
  createHash('sha256').update(text).digest('base64').slice(0, 20)

const line = (value: object): string => `${JSON.stringify(value)}\n`
const pieces = (text: string): readonly string[] => text.match(/[^]{1,5}/gu) ?? []
const words = {
  stop: 'done',
  length: 'cut',
  content_filter: 'filtered',
  tool_calls: 'calls',
  unknown: 'odd',
} as const

function lines(answer: WholeWireAnswer): readonly object[] {
  const { content, usage, stop, stopSequence, variant } = answer
  const out: object[] = [{ start: { id: 'answer-1', model: 'large-1' } }]
  if (variant === 'unknown lines') out.push({ weather: { a: 1 } }, { block: 90, smell: 'x' })
  if (variant === 'empty lines') out.push({ block: 91, text: '' })
  if (variant === 'an error in words') out.push({ error: 'The variant failed.' })
  if (variant === 'usage early' && usage) out.push({ usage: { in: 1, out: 1 } })
  if (variant === 'a tool of the service') {
    out.push({ call: { id: 's1', name: 'search', ran: true }, block: 92 }, { close: 92 })
  }
  for (const [block, part] of content.entries()) {
    if (part.type === 'text') for (const text of pieces(part.text)) out.push({ block, text })
    else if (part.type === 'reasoning') {
      if (part.hidden === true) out.push({ block, thought: '', seal: sealOf(part.text) })
      else {
        for (const thought of pieces(part.text)) out.push({ block, thought })
        out.push({ block, thought: '', seal: sealOf(part.text) })
      }
    } else {
      const text = part.argumentsText ?? JSON.stringify(part.input ?? {})
      const name = variant === 'names last' ? {} : { name: part.name }
      out.push({ block, call: { id: part.id ?? `call-${block}`, ...name } })
      const sent = variant === 'no fragments' ? [] : pieces(text)
      for (const args of sent) out.push({ block, args })
      if (variant === 'names last') out.push({ block, call: { name: part.name } })
    }
    if (!(stop === 'length' && part.type === 'tool_call')) out.push({ close: block })
  }
  if (usage !== undefined && variant === 'usage that grows') out.push({ usage: { in: 3, out: 2 } })
  if (usage !== undefined) {
    const { input, output, cacheRead, cacheWrite, reasoning } = usage
    out.push({ usage: { in: input, out: output, read: cacheRead, write: cacheWrite, reasoning } })
  }
  out.push({
    end: variant === 'a broken call' ? 'broken_call' : words[stop],
    sequence: stopSequence,
  })
  return out
}

/** The lines of all calls in turns: first all openings, then all first fragments. */
function ordered(answer: WholeWireAnswer): readonly object[] {
  const all = lines(answer)
  if (answer.variant !== 'calls in turns') return all
  const lane = (value: object): number | undefined =>
    'block' in value ? Number(value.block) : 'close' in value ? Number(value.close) : undefined
  const lanes = [
    ...Map.groupBy(
      all.filter((value) => lane(value) !== undefined),
      lane,
    ).values(),
  ]
  const longest = Math.max(...lanes.map(({ length }) => length))
  const mixed = Array.from({ length: longest }, (_, turn) =>
    lanes.flatMap((one) => one.slice(turn, turn + 1)),
  )
  const [start = {}] = all
  return [start, ...mixed.flat(), ...all.slice(1).filter((value) => lane(value) === undefined)]
}

interface Part {
  readonly text?: string
  readonly thought?: string
  readonly seal?: string
  readonly call?: { readonly id: string; readonly args?: string }
  readonly result?: { readonly id: string; readonly parts: readonly Part[] }
}

/** What the service refuses. */
function check(body: Readonly<Record<string, unknown>>): string | undefined {
  const messages = body['messages']
  if (!Array.isArray(messages) || messages.length === 0) return 'messages are missing'
  let open: string[] = []
  for (const { from, parts } of messages as readonly { from: string; parts: readonly Part[] }[]) {
    if (!['user', 'model', 'tool'].includes(from)) return `nobody is called ${from}`
    if (parts.length === 0) return 'a turn without parts'
    for (const part of parts) {
      if (part.text !== undefined && part.text.trim() === '') return 'an empty text'
      if (part.thought !== undefined && part.seal === undefined) return 'a thought without a seal'
      if (part.thought && part.seal !== sealOf(part.thought)) return 'a seal that is not ours'
      if (part.call !== undefined) open.push(part.call.id)
      if (part.call?.args !== undefined) JSON.parse(part.call.args)
      if (part.result !== undefined) {
        const [next, ...rest] = open
        if (next !== part.result.id) return `a result of ${part.result.id}, and not of ${next}`
        open = rest
      }
    }
    if (from === 'user' && open.length > 0) return `calls without a result: ${open.join(', ')}`
  }
  const { choice, tools } = body
  if (choice !== undefined && tools === undefined) return 'a choice without tools'
  if (Array.isArray(tools) && tools.length === 0) return 'an empty list of tools'
  return undefined
}

/** A wire with all that a wire may have: one JSON value a line. */
export const referenceWire: Wire = defineWire({
  name: 'reference-lines',
  stream: (answer) =>
    ordered(answer).map((value): WirePiece => {
      const data = line(value)
      const sent = answer.variant === 'blank lines' ? `\r\n\n${data}` : data
      return 'end' in value ? { data: sent, end: true } : { data: sent }
    }),
  whole: (answer) => line({ lines: lines(answer) }),
  streams: ({ body }) => body['stream'] === true,
  fault: (message) => ({ data: line({ error: message }) }),
  refuse: ({ message, kind }) => JSON.stringify({ refused: message, kind }),
  headers: ({ number }) => ({ 'x-request-id': `request-${number}` }),
  check: ({ body }) => check(body),
  echoes: (part) => {
    if (part.type !== 'reasoning') return []
    return part.hidden === true
      ? [sealOf(part.text)]
      : [sealOf(part.text), JSON.stringify(part.text).slice(1, -1)]
  },
  variants: [
    { name: 'blank lines', of: 'framing' },
    { name: 'unknown lines', of: 'unknown' },
    { name: 'empty lines', of: 'empty' },
    { name: 'usage early', of: 'usage_place' },
    { name: 'usage that grows', of: 'usage_again' },
    { name: 'calls in turns', of: 'calls' },
    { name: 'names last', of: 'late_name' },
    { name: 'no fragments', of: 'no_arguments' },
    { name: 'a broken call', of: 'malformed_call' },
    { name: 'a tool of the service', of: 'provider_executed' },
    { name: 'an error in words', of: 'error_form' },
  ],
})
