import { expect, test } from 'vitest'
import { readBody, type BodyPiece } from '../../src/transport/body.ts'
import { sseParser, type SseEvent } from '../../src/transport/sse.ts'
import { allCuts, bytesFetch } from '../support/cut.ts'

async function eventsOf(bytes: Uint8Array, cuts: readonly number[]): Promise<SseEvent[]> {
  const response = await bytesFetch(bytes, cuts)('')
  const found: SseEvent[] = []
  for await (const piece of readBody(response, new AbortController().signal)) {
    if (piece.type === 'events') found.push(...piece.events)
  }
  return found
}

const cases: readonly [name: string, text: string, events: readonly SseEvent[]][] = [
  ['LF', 'data: a\n\ndata: b\n\n', [data('a'), data('b')]],
  ['CRLF', 'data: a\r\n\r\ndata: b\r\n\r\n', [data('a'), data('b')]],
  ['CR', 'data: a\r\rdata: b\r\r', [data('a'), data('b')]],
  ['no space', 'data:a\n\ndata:  b\n\n', [data('a'), data(' b')]],
  ['comments and keep-alives', ': OPENROUTER PROCESSING\n\n\n\ndata: a\n\n:\n\n', [data('a')]],
  ['several data lines', 'data: a\r\ndata: b\ndata\ndata:\n\n', [data('a\nb\n\n')]],
  ['a BOM', '\uFEFFdata: a\n\n', [data('a')]],
  ['no blank line at the end', 'data: a\n\ndata: b', [data('a'), data('b')]],
  ['characters of several bytes', 'data: grün 🌍 日本\r\n\r\n', [data('grün 🌍 日本')]],
  [
    'names, ids and retries',
    'event: error\nid: 1\nretry: 5\ndata: x\n\ndata: y\n\n',
    [{ event: 'error', data: 'x' }, data('y')],
  ],
  ['an event without data', 'event: ping\n\ndata: a\n\n', [data('a')]],
]

function data(text: string): SseEvent {
  return { event: undefined, data: text }
}

test.each(cases)('%s, cut at every byte', async (_name, text, expected) => {
  const bytes = new TextEncoder().encode(text)
  for (const cuts of allCuts(bytes.length)) {
    expect(await eventsOf(bytes, cuts), `cut at ${cuts.join(',')}`).toEqual(expected)
  }
})

test('an event is there as soon as its blank line is, also with CR', () => {
  const parser = sseParser()
  expect(parser.push('data: a\r\r')).toEqual([data('a')])
  expect(parser.push('\n')).toEqual([])
})

test('one JSON value instead of a stream is read as one', async () => {
  const bytes = new TextEncoder().encode('\n {"a":"ü"}')
  for (const cuts of allCuts(bytes.length)) {
    const pieces: BodyPiece[] = []
    for await (const piece of readBody(
      await bytesFetch(bytes, cuts)(''),
      new AbortController().signal,
    )) {
      pieces.push(piece)
    }
    expect(pieces).toEqual([{ type: 'value', value: { a: 'ü' } }])
  }
})
