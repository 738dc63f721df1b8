import { expect, it } from 'vitest'
import { toResult } from '../src/content.ts'

const text = (result: unknown): string =>
  toResult(result)
    .content.map((part) => (part.type === 'text' ? part.text : ''))
    .join('')
const image = (bytes = 3) => ({
  type: 'image',
  data: Buffer.alloc(bytes, 1).toString('base64'),
  mimeType: 'image/png',
})

it('keeps texts, files, resources and links in their order', () => {
  const { content, isError } = toResult({
    content: [
      { type: 'text', text: 'a' },
      { type: 'image', data: 'AQID', mimeType: 'image/png' },
      { type: 'audio', data: 'AQID', mimeType: 'audio/wav' },
      { type: 'resource', resource: { uri: 'file:///x.txt', text: 'inside' } },
      { type: 'resource', resource: { uri: 'file:///y.bin', blob: 'AQID' } },
      { type: 'resource_link', uri: 'file:///z', name: 'z', mimeType: 'text/plain' },
      { type: 'hologram', size: 3 },
    ],
  })
  expect(isError).toBe(false)
  expect(content.map(({ type }) => type)).toEqual([
    ...['text', 'file', 'file', 'text', 'file', 'text', 'text'],
  ])
  expect(content[1]).toMatchObject({ mediaType: 'image/png', data: new Uint8Array([1, 2, 3]) })
  expect(content[3]).toEqual({ type: 'text', text: '[resource file:///x.txt]\ninside' })
  expect(content[4]).toMatchObject({ mediaType: 'application/octet-stream', name: 'y.bin' })
  expect(content[5]).toEqual({ type: 'text', text: 'z <file:///z> (text/plain)' })
  expect(content[6]).toEqual({ type: 'text', text: '{"type":"hologram","size":3}' })
})

it('shows structured content that says more than the text beside it, and keeps all of it', () => {
  const beside = (said: string, structuredContent: unknown): string =>
    text({ content: [{ type: 'text', text: said }], structuredContent })
  expect(text({ structuredContent: { a: 1 } })).toBe('{"a":1}')
  expect(beside('Done.', { a: 1 })).toBe('Done.{"a":1}')
  // Most servers say the same twice, in one form or another.
  expect(beside('{ "a": "x\\ny", "b": 20 }', { a: 'x\ny', b: 20 })).toBe(
    '{ "a": "x\\ny", "b": 20 }',
  )
  expect(beside('It is 20 degrees and cloudy.', { degrees: 20, sky: 'cloudy' })).toMatch(
    /cloudy\.$/,
  )
  const picture = { content: [image(900)], structuredContent: { data: image(900).data } }
  expect(text(picture)).toBe('')
  expect(text({ structuredContent: picture.structuredContent })).not.toMatch(/[A-Za-z0-9+/]{200}/)
  expect(toResult(picture).full?.structuredContent).toEqual(picture.structuredContent)
})

it('cuts the middle where that is asked for', () => {
  const said = `begin ${'é'.repeat(300)} end`
  const content = [{ type: 'text', text: said }, image(), { type: 'text', text: 'the last word' }]
  const { content: cut } = toResult({ content }, { maxTextBytes: 200, keep: 'ends' })
  const all = cut.map((part) => (part.type === 'text' ? part.text : '')).join('')
  expect(Buffer.byteLength(all)).toBeLessThanOrEqual(200)
  expect(all).toMatch(/^begin é+\n\.\.\. \(truncated at 200 bytes\)\né+ endthe last word$/)
})

it('cuts text at 50 000 bytes, marker included, on the edge of a character', () => {
  const { content, full } = toResult({
    content: [
      { type: 'text', text: 'first' },
      image(),
      { type: 'text', text: 'é'.repeat(30_000) },
      { type: 'text', text: 'b' },
    ],
  })
  expect(content.map(({ type }) => type)).toEqual(['text', 'file', 'text'])
  const texts = content.map((part) => (part.type === 'text' ? part.text : '')).join('')
  expect(Buffer.byteLength(texts)).toBeLessThanOrEqual(50_000)
  expect(texts).toMatch(/^firsté+\n\.\.\. \(truncated at 50000 bytes\)$/)
  expect(full?.content).toHaveLength(4)
})

it('leaves files out that are too many or too large, and says so', () => {
  const { content, full } = toResult({
    content: [image(6 * 1024 * 1024), ...Array.from({ length: 11 }, () => image())],
  })
  expect(content.filter(({ type }) => type === 'file')).toHaveLength(10)
  expect(content[0]).toMatchObject({
    text: expect.stringContaining('over 5242880 bytes') as string,
  })
  expect(content.at(-1)).toMatchObject({ text: expect.stringContaining('10 files') as string })
  expect(full?.content.filter(({ type }) => type === 'file')).toHaveLength(12)
})

it('shows a model no bytes as text, and what is meant for people only where that is wanted', () => {
  const bytes = Buffer.alloc(900, 7).toString('base64')
  expect(text({ content: [{ type: 'hologram', data: bytes }] })).toBe('{"type":"hologram"}')
  const forPeople = { type: 'text', text: 'hidden', annotations: { audience: ['user'] } }
  const result = { content: [forPeople, { type: 'text', text: 'seen' }] }
  // Nobody else may be there to see it.
  expect(text(result)).toBe('hiddenseen')
  const { content, full } = toResult(result, { withholdForUser: true })
  expect(content).toEqual([{ type: 'text', text: 'seen' }])
  expect(full?.content).toHaveLength(2)
})

it('survives an answer that is none, and hands on the error flag', () => {
  expect(toResult(null)).toEqual({ content: [], isError: false })
  expect(toResult({ content: 'x', isError: true })).toEqual({ content: [], isError: true })
})
