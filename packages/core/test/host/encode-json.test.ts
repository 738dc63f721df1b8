import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeJson } from '../../src/host/encode-json.ts'

const bytes = (value: object): string => Buffer.from(encodeJson(value)).toString('latin1')
const wanted = (value: object): string => Buffer.from(JSON.stringify(value)).toString('latin1')

// Nine of these are more than a list may have to be written at once.
const pad = 'ü😀'.repeat(2500)
const item = fc.oneof(fc.jsonValue(), fc.constant(undefined))
const shortList = fc.array(item, { maxLength: 20 })
const longList = fc.array(
  item.map((value) => ({ value, pad })),
  { minLength: 9, maxLength: 20 },
)

test('are the bytes of JSON.stringify, however long the lists are', () => {
  const name = fc.string({ unit: 'binary' })
  const body = fc.dictionary(name, fc.oneof(shortList, longList, item), { maxKeys: 6 })
  fc.assert(
    fc.property(body, (value) => {
      expect(bytes(value)).toBe(wanted(value))
    }),
    { numRuns: 50 },
  )
})

test('of a list whose items differ in length a thousand times, with halves of characters', () => {
  const content = '日本 naïve 😀 "so" \ud800\u2028'
  const messages = Array.from({ length: 300 }, (_, index) => ({
    role: 'user',
    content: content.repeat(index % 7 === 0 ? 1000 : 1),
    left: undefined,
  }))
  const value = { model: 'm', left: undefined, messages, stream: true, tools: [] }
  expect(bytes(value)).toBe(wanted(value))
  expect(bytes({ messages })).toBe(wanted({ messages }))
})
