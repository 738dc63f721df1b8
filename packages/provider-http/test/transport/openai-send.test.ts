import { describe, expect, test } from 'vitest'
import { ask, context, drain, fold, open } from '../support/drain.ts'
import { failureOf } from '../support/failure.ts'
import { events, serve } from '../support/server.ts'

const answers = {
  'openai-chat': [
    { id: '1', choices: [{ delta: { content: 'Tide' } }] },
    { choices: [{ delta: {}, finish_reason: 'stop' }] },
    '[DONE]',
  ],
  'openai-responses': [
    { type: 'response.created', response: { id: 'r', model: 'm' } },
    {
      type: 'response.output_item.added',
      output_index: 0,
      item: { type: 'message', id: 'a', content: [] },
    },
    { type: 'response.output_text.delta', output_index: 0, item_id: 'a', delta: 'Tide' },
    { type: 'response.completed', response: { id: 'r', status: 'completed', output: [] } },
  ],
} as const

describe.each(['openai-chat', 'openai-responses'] as const)(
  'the client of the openai package on %s',
  (type) => {
    test('sends the same request, and the answer is the same', async () => {
      const { url, seen } = await serve(events(...answers[type]))
      const texts: string[] = []
      for (const client of ['fetch', 'openai'] as const) {
        const apiBase = `${url}/v1`
        const provider = await open('openai', { apiKey: 'sk-key-123456', apiBase, type, client })
        texts.push(fold(await drain(provider.stream(ask('hi'), context)), 'openai').text)
      }
      expect(texts).toEqual(['Tide', 'Tide'])
      const [first, second] = seen
      expect(second?.body).toBe(first?.body)
      expect(second?.url).toBe(first?.url)
      for (const name of ['authorization', 'content-type', 'accept']) {
        expect(second?.headers[name]).toBe(first?.headers[name])
      }
      // What the package would tell of this machine.
      expect(Object.keys(second?.headers ?? {}).filter((name) => /stainless/.test(name))).toEqual(
        [],
      )
    })

    test('is asked once, and a refusal keeps its words', async () => {
      const { url, seen } = await serve((response) => {
        response.writeHead(429, { 'x-request-id': 'r9', 'retry-after': '7' })
        response.end('{"error":{"message":"Slow down."}}')
      })
      const error = await failureOf(url, 'openai', {}, { type, client: 'openai' })
      expect(error).toMatchObject({ code: 'rate_limit', requestId: 'r9', retryAfterMs: 7000 })
      expect(error.message).toContain('Slow down.')
      expect(seen).toHaveLength(1)
    })
  },
)
