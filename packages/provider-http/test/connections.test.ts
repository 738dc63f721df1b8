import { getEventListeners } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ask, drain, fold, open } from './support/drain.ts'

const payloads = {
  openai: [
    { id: '1', choices: [{ delta: { content: 'x' } }] },
    { choices: [{ delta: {}, finish_reason: 'stop' }] },
  ],
  'openai-responses': [
    { type: 'response.created', response: { id: 'r' } },
    { type: 'response.output_text.delta', output_index: 0, delta: 'x' },
    { type: 'response.completed', response: { status: 'completed' } },
  ],
  anthropic: [
    { type: 'message_start', message: { id: 'm', model: 'x' } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'x' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' } },
    { type: 'message_stop' },
  ],
  gemini: [{ candidates: [{ content: { parts: [{ text: 'x' }] }, finishReason: 'STOP' }] }],
}

/** Counts connections; answers, and ends each answer's body in a turn of its own. */
async function counting(events: readonly object[], tail: 'ends' | 'stays' = 'ends') {
  const count = { made: 0, open: 0 }
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const event of events) response.write(`data: ${JSON.stringify(event)}\n\n`)
      response.write('data: [DONE]\n\n')
      if (tail === 'ends') setImmediate(() => response.end())
    })
  })
  server.on('connection', (socket) => {
    count.made += 1
    count.open += 1
    socket.on('close', () => (count.open -= 1))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, count }
}

describe.each(['openai', 'openai-responses', 'anthropic', 'gemini'] as const)(
  'connections of %s',
  (prefix) => {
    test('ABR-08 one serves a thousand requests, and nothing is left behind', async () => {
      const { url, count } = await counting(payloads[prefix])
      const provider = await open(prefix, { apiKey: 'k', apiBase: url })
      const { signal } = new AbortController()
      for (let at = 0; at < 1000; at += 1) {
        const { text, finish } = fold(await drain(provider.stream(ask('hi'), { signal })), prefix)
        expect([text, finish]).toEqual(['x', 'stop'])
      }
      // A request that comes before the last body's end was read opens one more.
      expect(count.made).toBeLessThan(10)
      expect(getEventListeners(signal, 'abort')).toEqual([])
    }, 60_000)

    test('one that a server keeps open after its answer holds nobody', async () => {
      const { url, count } = await counting(
        prefix === 'gemini' ? [] : payloads[prefix],
        prefix === 'gemini' ? 'ends' : 'stays',
      )
      const provider = await open(prefix, { apiKey: 'k', apiBase: url })
      const { signal } = new AbortController()
      await drain(provider.stream(ask('hi'), { signal })).catch(() => undefined)
      expect(getEventListeners(signal, 'abort')).toEqual([])
      expect(count.made).toBe(1)
    })
  },
)
