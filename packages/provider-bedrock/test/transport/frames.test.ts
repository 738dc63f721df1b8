import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFrameReader } from '../../src/transport/frames.ts'
import { frame, textFrames } from '../loopback.ts'

function read(chunks: readonly Uint8Array[]): string[] {
  const reader = createFrameReader()
  const found: string[] = []
  for (const chunk of chunks) {
    reader.push(chunk, (headers, payload) => {
      found.push(`${headers[':event-type']} ${payload}`)
    })
  }
  reader.end()
  return found
}

const bytes = Buffer.concat([...textFrames('Grüße 👋')])
const expected = read([bytes])

test('reads the events of a stream', () => {
  expect(expected).toHaveLength(5)
  expect(expected[1]).toBe('contentBlockDelta {"contentBlockIndex":0,"delta":{"text":"Grüße 👋"}}')
})

test('reads the same wherever the bytes are cut', () => {
  for (let at = 0; at <= bytes.length; at += 1) {
    expect(read([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(expected)
  }
  expect(read([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(expected)
})

test('reads the same in chunks of any size', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }), (sizes) => {
      const chunks: Buffer[] = []
      let at = 0
      for (let index = 0; at < bytes.length; index += 1) {
        const size = sizes[index % sizes.length] ?? 1
        chunks.push(bytes.subarray(at, at + size))
        at += size
      }
      expect(read(chunks)).toEqual(expected)
    }),
    { numRuns: 50 },
  )
})

test('finds every flipped byte', () => {
  const one = frame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'hello' } })
  for (let at = 0; at < one.length; at += 1) {
    const damaged = Buffer.from(one)
    damaged[at] = (damaged[at] ?? 0) ^ 0x01
    expect(() => read([damaged])).toThrow(expect.objectContaining({ code: 'bad_response' }))
  }
})

test('an end inside a frame is an error', () => {
  expect(() => read([bytes.subarray(0, bytes.length - 1)])).toThrow(/ended inside a frame/)
})
