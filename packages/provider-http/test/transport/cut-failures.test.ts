import { describe, expect, test } from 'vitest'
import { ProviderError } from '@autobot/core/provider'
import { allCuts, cutProviders } from '../support/cut.ts'
import { ask, context, drain } from '../support/drain.ts'

const providerOf = cutProviders()
const data = (value: object) => `data: ${JSON.stringify(value)}\n\n`

/** Errors as they come within an answer, each in the bytes of its service. */
const failures: readonly [name: string, prefix: string, bytes: string, expected: object][] = [
  [
    'a comment, then an error',
    'openrouter',
    `: OPENROUTER PROCESSING\r\n\r\n${data({ error: { code: 502, message: 'Grüße, no.' } })}`,
    { code: 'server', status: 502 },
  ],
  [
    'an error beside choices',
    'openrouter',
    data({ id: 'g', choices: [{ delta: {}, finish_reason: 'length' }] }) +
      data({
        error: { code: 400, message: 'Token limit reached' },
        choices: [{ delta: {}, finish_reason: 'error' }],
      }),
    { code: 'invalid_request' },
  ],
  [
    'an event that is named error',
    'groq',
    `event: error\ndata: {"error":{"message":"no","type":"server_error","status_code":500}}\n\n`,
    { code: 'server' },
  ],
  ['a text', 'lmstudio', data({ error: 'Model is not loaded.' }), { code: 'server' }],
  ['in an array', 'openai', `data: [{"error":{"code":429,"message":"no"}}]\n\n`, { status: 429 }],
  [
    'overloaded, in the first event',
    'anthropic',
    `event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n`,
    { code: 'overloaded', retryable: true },
  ],
  [
    'an error, and the same once more',
    'openai-responses',
    data({ type: 'response.created', response: { id: 'r' } }) +
      data({ type: 'error', code: 'insufficient_quota', message: 'Pay.' }) +
      data({ type: 'response.failed', response: { status: 'failed', error: { message: 'Pay.' } } }),
    { code: 'quota', retryable: false },
  ],
  [
    'within a stream',
    'gemini',
    data({ error: { code: 503, message: 'busy', status: 'UNAVAILABLE' } }),
    { code: 'overloaded' },
  ],
  ['no stream, but an error', 'vllm', '{"error":"no"}', { code: 'server' }],
  ['a page', 'openai', '<!doctype html><title>Einloggen – ü</title>', { code: 'server' }],
]

describe('errors within an answer are the same wherever their bytes are cut', () => {
  test.each(failures)(
    '%s (%s)',
    async (_name, prefix, text, expected) => {
      const bytes = new TextEncoder().encode(text)
      const messages = new Set<string>()
      for (const cuts of allCuts(bytes.length)) {
        const provider = await providerOf(prefix, bytes, cuts)
        const error: unknown = await drain(provider.stream(ask('hi'), context)).catch(
          (thrown: unknown) => thrown,
        )
        if (!ProviderError.is(error)) throw new Error(`no error with cuts at ${cuts.join(', ')}`)
        expect(error).toMatchObject(expected)
        messages.add(error.message)
      }
      expect(messages.size).toBe(1)
    },
    60_000,
  )
})
