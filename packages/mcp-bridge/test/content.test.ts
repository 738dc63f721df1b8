import { expect, it } from 'vitest'
import { toResult } from '../src/content.ts'

const text = (result: unknown): string =>
  toResult(result)
    .content.map((part) => (part.type === 'text' ? part.text : ''))
    .join('')

it('keeps texts, files, resources and links in their order', () => {
  const { content, isError } = toResult({
    content: [
      { type: 'text', text: 'a' },
      { type: 'image', data: 'AQID', mimeType: 'image/png' },
      { type: 'audio', data: 'AQID', mimeType: 'audio/wav' },
      { type: 'resource', resource: { uri: 'file:///x.txt', text: 'inside' } },
      { type: 'resource', resource: { uri: 'file:///y.bin', blob: 'AQID' } },
      { type: 'resource_link', uri: 'file:///z', name: 'z' },
      { type: 'hologram' },
    ],
  })
  expect(isError).toBe(false)
  expect(content.map(({ type }) => type)).toEqual([
    'text',
    'file',
    'file',
    'text',
    'file',
    'text',
    'text',
  ])
  expect(content[1]).toMatchObject({ mediaType: 'image/png', data: new Uint8Array([1, 2, 3]) })
  expect(content[4]).toMatchObject({ mediaType: 'application/octet-stream', name: 'y.bin' })
  expect(content[5]).toMatchObject({ text: expect.stringContaining('file:///z') as string })
})

it('shows structured content only where there is no other', () => {
  expect(text({ structuredContent: { a: 1 } })).toBe('{"a":1}')
  expect(text({ content: [{ type: 'text', text: 'x' }], structuredContent: { a: 1 } })).toBe('x')
})

it('cuts text at 50 000 bytes, marker included, on the edge of a character', () => {
  const cut = text({
    content: [
      { type: 'text', text: 'é'.repeat(30_000) },
      { type: 'text', text: 'b' },
    ],
  })
  expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(50_000)
  expect(cut).toMatch(/^é+\n\.\.\. \(truncated at 50000 bytes\)$/)
})

it('survives an answer that is none, and hands on the error flag', () => {
  expect(toResult(null)).toEqual({ content: [], isError: false })
  expect(toResult({ content: 'x', isError: true })).toEqual({ content: [], isError: true })
})
