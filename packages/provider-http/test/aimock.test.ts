import { LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, context, drain, fold, open } from './support/drain.ts'

const mock = new LLMock({ port: 0 })
let url = ''

beforeAll(async () => {
  mock.on({ userMessage: 'greet' }, { content: 'Hello, world!' })
  mock.on(
    { userMessage: 'weather' },
    { toolCalls: [{ name: 'weather', arguments: '{"city":"Ulm"}' }] },
  )
  url = await mock.start()
})
afterAll(() => mock.stop())

const tools = [
  { name: 'weather', inputSchema: { type: 'object', properties: { city: { type: 'string' } } } },
]

describe.each([
  ['openai', '/v1'],
  ['openai-responses', '/v1'],
  ['anthropic', ''],
  ['gemini', '/v1beta'],
])('%s of a mock server that others wrote', (prefix, path) => {
  const model =
    {
      openai: 'gpt-4o',
      'openai-responses': 'gpt-4o',
      anthropic: 'claude-sonnet-4-5',
      gemini: 'gemini-2.5-flash',
    }[prefix] ?? ''

  test('text', async () => {
    const provider = await open(prefix, { apiKey: 'k', apiBase: `${url}${path}` })
    const answer = fold(await drain(provider.stream(ask('greet', { model }), context)), prefix)
    expect(answer).toMatchObject({ text: 'Hello, world!', finish: 'stop' })
  })

  test('a tool call', async () => {
    const provider = await open(prefix, { apiKey: 'k', apiBase: `${url}${path}` })
    const { calls } = fold(
      await drain(provider.stream(ask('weather', { model, tools }), context)),
      prefix,
    )
    expect(calls).toMatchObject([{ name: 'weather' }])
    expect(JSON.parse(calls[0]?.text ?? '')).toEqual({ city: 'Ulm' })
  })
})
