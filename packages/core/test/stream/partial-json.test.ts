import { expect, it } from 'vitest'
import { parsePartialJson } from '../../src/index.ts'

it.each([
  ['{"path":"/a', { path: '/a' }],
  ['{"path":"/a","n":1', { path: '/a', n: 1 }],
  ['{"path":"/a","na', { path: '/a' }],
  ['{"list":[1,2', { list: [1, 2] }],
  ['{"a":{"b":"c"', { a: { b: 'c' } }],
  ['{"a":"x\\', { a: 'x' }],
  ['', undefined],
])('reads %s', (text, value) => {
  expect(parsePartialJson(text)).toEqual(value)
})

it('reads every prefix of a text without a throw', () => {
  const text = JSON.stringify({ a: [1, { b: 'x"y\\z' }, null, true], c: 'é', d: -1.5e3 })
  for (let end = 0; end <= text.length; end += 1) parsePartialJson(text.slice(0, end))
  expect(parsePartialJson(text)).toEqual(JSON.parse(text))
})
