import { describe, expect, test } from 'vitest'
import type { Capabilities } from '../../src/contract/capabilities.ts'
import type { Message } from '../../src/contract/message.ts'
import { urlsToFetch } from '../../src/prepare/media.ts'
import { assistant, call, file, line, png, prepared, result, text, tool, user } from './build.ts'

const images: Capabilities = { media: { image: { types: ['image/png', 'image/jpeg'] } } }
const link = { type: 'file', mediaType: 'image/*', url: 'https://x.test/a.png' } as const
const first = (messages: readonly Message[]) => messages[0]?.content

describe('media of users', () => {
  test('MED-01 bytes are sent as they are, URLs as the bytes that were fetched', () => {
    const part = png()
    expect(first(prepared([user(part)], images).messages)?.[0]).toBe(part)
    const fetched = new Map([[link.url, { data: part.data, mediaType: 'image/png' }]])
    expect(first(prepared([user(link)], images, { media: fetched }).messages)).toEqual([part])
    const open: Capabilities = { media: { image: { types: ['image/*'], sources: 'bytes_or_url' } } }
    expect(first(prepared([user(link)], open, { media: fetched }).messages)?.[0]).toBe(link)
  })
  test('MED-01 only what the target needs is fetched', () => {
    const messages = [user(link, { ...link, url: 's3://b/k' }, link)]
    expect(urlsToFetch(messages, images)).toEqual([link.url])
    expect(urlsToFetch(messages, {})).toEqual([])
  })
  test('MED-02 a wrong label is mended', () => {
    const wrong = { ...png(), mediaType: 'image/jpg' }
    expect(first(prepared([user(wrong)], images).messages)?.[0]).toMatchObject({
      mediaType: 'image/png',
    })
  })
  test('MED-03 documents get neutral names by their order', () => {
    const rules: Capabilities = {
      media: { document: { types: ['application/pdf'], names: 'plain' } },
    }
    const { messages } = prepared(
      [
        user(
          file('application/pdf', '%PDF-1', "a'b#.pdf"),
          file('application/pdf', '%PDF-2', "a'b#.pdf"),
        ),
      ],
      rules,
    )
    expect(first(messages)).toMatchObject([{ name: 'document-1' }, { name: 'document-2' }])
  })
  test('MED-04 a document that needs text beside it gets some', () => {
    const rules: Capabilities = {
      media: { document: { types: ['application/pdf'], needsText: 'yes' } },
    }
    expect(line(prepared([user(file('application/pdf'))], rules).messages)).toBe('user(. | <file>)')
  })
  test('MED-05 a document of text reaches a model that takes no documents', () => {
    const { messages, codes } = prepared([user(file('text/csv', 'a,b', 'x.csv'))])
    expect(line(messages)).toBe('user([document "x.csv" (text/csv)]\na,b)')
    expect(codes).toEqual([])
  })
  test('MED-06 a kind that the model does not take becomes a note with a warning', () => {
    const { messages, codes } = prepared([user('look', png())])
    expect(line(messages)).toBe(
      'user(look | [image (image/png) omitted: this model takes no image])',
    )
    expect(codes).toEqual(['media_omitted'])
  })
  test('MED-08 too many and too large files become notes', () => {
    const rules: Capabilities = {
      media: { image: { types: ['image/png'], maxPerMessage: 1, maxBytes: 10 } },
    }
    const large = { ...png(), data: new Uint8Array([...png().data, ...new Uint8Array(20)]) }
    const { messages, codes } = prepared([user(large, png()), user(png())], rules)
    expect(first(messages)?.map((part) => part.type)).toEqual(['text', 'file', 'text'])
    expect(codes).toEqual(['media_omitted', 'media_omitted'])
  })
})

describe('media of results', () => {
  const asked = (...content: Parameters<typeof result>[1][]): Message[] => [
    user('hi'),
    assistant(...content.map((_, at) => call(`c${at}`))),
    tool(...content.map((it, at) => result(`c${at}`, it))),
  ]
  test('RES-07 an image stands in the result where it may', () => {
    const rules: Capabilities = { toolResults: { media: { image: { types: ['image/*'] } } } }
    expect(line(prepared(asked([text('see'), png()]), rules).messages)).toContain(
      'tool(c0:see+file)',
    )
  })
  test('RES-07 RES-09 else it follows behind all results, marked in both places', () => {
    expect(line(prepared(asked([png()], 'none', [text('see'), png()]), images).messages)).toBe(
      'user(hi) assistant([c0] | [c1] | [c2]) tool(c0:[file 1 of tool result: search] | c1:none | c2:see+[file 2 of tool result: search]) ' +
        'user([file 1 of tool result: search] | <file> | [file 2 of tool result: search] | <file>)',
    )
  })
  test('RES-08 RES-10 a model that cannot see gets a note', () => {
    const { messages, codes } = prepared(asked([png()]))
    expect(line(messages)).toContain('tool(c0:[image (image/png) omitted')
    expect(codes).toEqual(['media_omitted'])
    expect(line(prepared(asked([file('text/plain', 'abc')])).messages)).toContain('abc')
  })
  test('HAN-06 media behind results that must stand alone come after a turn between', () => {
    expect(
      line(prepared(asked([png()]), { ...images, toolResults: { beside: 'nothing' } }).messages),
    ).toMatch(/tool\(.*\) assistant\(\.\) user\(\[file 1 .*\] \| <file>\)$/)
  })
})
