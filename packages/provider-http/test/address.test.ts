import { describe, expect, test } from 'vitest'
import { ask, context, drain, open } from './support/drain.ts'

async function sent(prefix: string, apiBase: string, more: object = {}) {
  const calls: { url: string; headers: Headers }[] = []
  const logged: string[] = []
  const provider = await open(
    prefix,
    { apiBase, ...more },
    {
      log: (_level, message) => void logged.push(message),
      fetch: (input, init) => {
        calls.push({ url: String(input), headers: new Headers(init?.headers) })
        return Promise.resolve(new Response('{"error":"no"}', { status: 400 }))
      },
    },
  )
  const error: unknown = await drain(provider.stream(ask('hi'), context)).catch(
    (one: unknown) => one,
  )
  const shown = await provider.explain?.(ask('hi'), context)
  return { url: calls[0]?.url, headers: calls[0]?.headers, error, shown, logged }
}

describe('base URLs as people write them', () => {
  test.each([
    ['vllm', 'http://box:8000/v1/chat/completions', 'http://box:8000/v1/chat/completions'],
    ['vllm', 'http://box:8000/v1/', 'http://box:8000/v1/chat/completions'],
    ['openai-responses', 'http://box/v1/responses', 'http://box/v1/responses'],
    ['anthropic', 'https://gateway.example/v1/messages', 'https://gateway.example/v1/messages'],
    ['anthropic', 'https://gateway.example/a/v1', 'https://gateway.example/a/v1/messages'],
    [
      'azure',
      'https://me.openai.azure.com/openai/deployments/d?api-version=2024-10-21',
      'https://me.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21',
    ],
    [
      'gemini',
      'https://gateway.example',
      'https://gateway.example/v1beta/models/m:streamGenerateContent?alt=sse',
    ],
    [
      'gemini',
      'https://gateway.example/v1beta?team=a',
      'https://gateway.example/v1beta/models/m:streamGenerateContent?alt=sse&team=a',
    ],
  ])('%s at %s', async (prefix, apiBase, url) => {
    expect((await sent(prefix, apiBase, { apiKey: 'k' })).url).toBe(url)
  })

  test('ERR-10 a name and a password are sent as such, and shown to nobody', async () => {
    const { url, headers, error, shown } = await sent('vllm', 'https://me:pass%20word1@box/v1')
    expect(url).toBe('https://box/v1/chat/completions')
    expect(headers?.get('authorization')).toBe(`Basic ${btoa('me:pass word1')}`)
    expect(shown).toMatchObject({
      credentials: 'providers.vllm.api_base',
      headers: { authorization: '[redacted]' },
    })
    expect(JSON.stringify([shown, error, String(error)])).not.toMatch(/pass.*word1/)
  })

  test('ERR-10 a key in the query is shown to nobody', async () => {
    const base = 'https://box/v1?api_key=top-secret%2B1&b=2'
    const { url, error, shown, logged } = await sent('vllm', base)
    expect(url).toBe('https://box/v1/chat/completions?api_key=top-secret%2B1&b=2')
    expect(logged).toContain('POST https://box/v1/chat/completions?api_key=[redacted]&b=2')
    expect(shown?.url).toBe('https://box/v1/chat/completions?api_key=[redacted]&b=2')
    expect(JSON.stringify([error, String(error), logged])).not.toContain('top-secret')
  })

  test('a URL that is none is named without what may be a password', async () => {
    await expect(open('vllm', { apiBase: 'box:secret@host' })).rejects.toMatchObject({
      message: 'The base URL "…@host" of vllm is not an http URL.',
    })
  })

  test('ERR-10 a key with a line break is trimmed, one that cannot be a key is named by its place', async () => {
    const { headers } = await sent('openai', 'http://box/v1', { apiKey: ' sk-1\n' })
    expect(headers?.get('authorization')).toBe('Bearer sk-1')
    const refused = open('openai', { apiKey: 'sk-“secret”' })
    await expect(refused).rejects.toMatchObject({
      path: 'providers.openai.api_key',
      hint: expect.stringContaining('providers.openai.api_key'),
    })
    await expect(refused).rejects.not.toThrow(/secret/)
  })

  test('requests say who sends them', async () => {
    expect((await sent('vllm', 'http://box/v1')).headers?.get('user-agent')).toBe('autobot')
  })
})
