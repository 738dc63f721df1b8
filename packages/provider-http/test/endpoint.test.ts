import { ConfigError } from '@autobot/core/provider'
import { describe, expect, test } from 'vitest'
import { ask, context, drain, fold, open } from './support/drain.ts'
import { events, serve } from './support/server.ts'

const hello = [
  { id: 'r1', model: 'm-1', choices: [{ index: 0, delta: { content: 'Hello' } }] },
  { id: 'r1', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
  '[DONE]',
]

describe('configuration', () => {
  test('a key is missing', async () => {
    await expect(open('openai')).rejects.toMatchObject({
      message: 'No API key for openai.',
      path: 'providers.openai.api_key',
      hint: 'Set OPENAI_API_KEY or write providers.openai.api_key in config.yml.',
    })
    await expect(open('openai')).rejects.toBeInstanceOf(ConfigError)
  })

  test('a field of the wrong type, and a URL that is none', async () => {
    await expect(open('openai', { apiKey: 5 as never })).rejects.toMatchObject({
      path: 'providers.openai.api_key',
    })
    await expect(open('ollama', { apiBase: 'localhost:11434' })).rejects.toMatchObject({
      path: 'providers.ollama.api_base',
    })
    await expect(open('azure', { apiKey: 'k' })).rejects.toMatchObject({
      path: 'providers.azure.api_base',
    })
  })

  test('a prefix that nobody knows needs an address', async () => {
    await expect(open('mybox', {}, {}, { mybox: { apiKey: 'k' } })).rejects.toMatchObject({
      path: 'providers.mybox.api_base',
    })
  })

  test('an address alone is a server of Chat Completions', async () => {
    const { url, seen } = await serve(events(...hello))
    const provider = await open('mybox', {}, {}, { mybox: { apiBase: `${url}/v1` } })
    expect(fold(await drain(provider.stream(ask('hi'), context))).text).toBe('Hello')
    expect(seen[0]?.url).toBe('/v1/chat/completions')
  })

  test.each<[string, Record<string, string>, string, object]>([
    [
      'anthropic',
      { ANTHROPIC_AUTH_TOKEN: 't' },
      'https://api.anthropic.com/v1/messages',
      { authorization: 'Bearer t', 'x-api-key': undefined },
    ],
    [
      'anthropic',
      { ANTHROPIC_AUTH_TOKEN: 't', ANTHROPIC_API_KEY: 'k' },
      'https://api.anthropic.com/v1/messages',
      { authorization: undefined, 'x-api-key': 'k' },
    ],
    [
      'anthropic',
      { ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: 'https://gateway.example/anthropic/v1/' },
      'https://gateway.example/anthropic/v1/messages',
      { 'anthropic-version': '2023-06-01' },
    ],
    [
      'azure',
      { AZURE_API_KEY: 'k', AZURE_OPENAI_ENDPOINT: 'https://me.openai.azure.com/' },
      'https://me.openai.azure.com/openai/v1/chat/completions',
      { 'api-key': 'k' },
    ],
    [
      'azure',
      { AZURE_OPENAI_API_KEY: 'k', AZURE_RESOURCE_NAME: 'me' },
      'https://me.openai.azure.com/openai/v1/chat/completions',
      { 'api-key': 'k' },
    ],
    [
      'azure',
      { AZURE_OPENAI_API_KEY: 'k', AZURE_OPENAI_ENDPOINT: 'https://gateway.example/x' },
      'https://gateway.example/x/chat/completions',
      { 'api-key': 'k' },
    ],
    [
      'kimi',
      { KIMI_API_KEY: 'k' },
      'https://api.kimi.com/coding/v1/chat/completions',
      { 'user-agent': expect.stringMatching(/^KimiCLI\//) },
    ],
  ])('%s with %o', async (prefix, secrets, url, headers) => {
    const sent: { url: string; headers: Headers }[] = []
    const provider = await open(
      prefix,
      {},
      {
        secret: (name) => secrets[name],
        fetch: (input, init) => {
          sent.push({ url: String(input), headers: new Headers(init?.headers) })
          return Promise.resolve(new Response('', { status: 500 }))
        },
      },
    )
    await expect(drain(provider.stream(ask('hi'), context))).rejects.toThrow()
    expect(sent[0]?.url).toBe(url)
    for (const [name, value] of Object.entries(headers)) {
      expect(sent[0]?.headers.get(name) ?? undefined).toEqual(value)
    }
  })

  test('a vendor on another wire than its own keeps its key and its address', async () => {
    const provider = await open('minimax', {
      apiKey: 'k',
      type: 'anthropic-messages',
      apiBase: 'https://api.minimax.io/anthropic',
    })
    expect(await provider.explain?.(ask('hi'), context)).toMatchObject({
      url: 'https://api.minimax.io/anthropic/v1/messages',
      headers: { 'x-api-key': '[redacted]', 'anthropic-version': '2023-06-01' },
    })
    await expect(open('minimax', { type: 'anthropic-messages' })).rejects.toMatchObject({
      hint: expect.stringContaining('MINIMAX_API_KEY'),
    })
  })
})
