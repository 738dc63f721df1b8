import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { WireName } from '../src/index.ts'
import { ask, context, drain, fold, open } from './support/drain.ts'

// What real providers answered; not part of this repository, so the tests skip where it is absent.
const folder = fileURLToPath(new URL('../../../../shared/data/recordings/', import.meta.url))
const isThere = existsSync(folder)

const vendors: readonly [prefix: string, folder: string, skip: RegExp][] = [
  ['deepseek', 'deepseek', /^$/],
  ['groq', 'groq', /^$/],
  ['mistral', 'mistral', /^$/],
  ['moonshot', 'moonshotai', /^$/],
  ['openai', 'openai', /^(?!openai-text|azure)/],
  ['xai', 'openai-compatible', /^$/],
  // Some are of the server's own tools; one stream is two, which a test below looks at.
  ['anthropic', 'anthropic', /skill|spliced|error\.json/],
  // The others speak another API of the same vendor.
  ['gemini', 'google', /^(?!google-)|429|search/],
]

async function replay(prefix: string, vendor: string, file: string, type?: WireName) {
  const text = readFileSync(`${folder}${vendor}/${file}`, 'utf8')
  const body = file.endsWith('.chunks.txt')
    ? text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => `data: ${line}\n\n`)
        .join('') + (prefix === 'anthropic' || prefix === 'gemini' ? '' : 'data: [DONE]\n\n')
    : text
  const provider = await open(
    prefix,
    { apiKey: 'k', ...(type && { type }) },
    { fetch: async () => new Response(body) },
  )
  return fold(await drain(provider.stream(ask('hi', { model: 'm' }), context)), prefix)
}

describe.skipIf(!isThere).each(vendors)('%s', (prefix, vendor, skip) => {
  const files = isThere ? readdirSync(`${folder}${vendor}`).filter((file) => !skip.test(file)) : []
  test.each(files)('%s ends, and its calls are JSON', async (file) => {
    const answer = await replay(prefix, vendor, file)
    expect(answer.finish).toBeDefined()
    for (const call of answer.calls) {
      expect(call.name).not.toBe('')
      if (call.text !== '' && answer.finish !== 'length')
        expect(JSON.parse(call.text)).toBeTypeOf('object')
    }
  })
})

describe.skipIf(!isThere)('in particular', () => {
  test.each<[string, string, string, object]>([
    [
      'deepseek',
      'deepseek',
      'deepseek-tool-call.chunks.txt',
      {
        calls: [{ name: 'weather' }],
        finish: 'tool_calls',
        reasoning: expect.stringContaining('weather'),
      },
    ],
    [
      'groq',
      'groq',
      'groq-tool-call.chunks.txt',
      {
        calls: [{ id: 'tk85n1k4m', name: 'weather', text: '{}' }],
        usage: { inputTokens: 210, outputTokens: 15 },
      },
    ],
    [
      'mistral',
      'mistral',
      'mistral-reasoning.chunks.txt',
      {
        text: '2 + 2 = 4',
        reasoning: 'The user is asking for 2+2. This is basic arithmetic. 2+2=4.',
        usage: { inputTokens: 10, outputTokens: 46 },
      },
    ],
    [
      'mistral',
      'mistral',
      'mistral-incremental-tool-call.chunks.txt',
      {
        calls: [
          {
            id: 'chatcmpl-tool-9f149c74c42f265b',
            name: 'webSearchTool',
            text: '{"query": "current Berlin weather"}',
          },
        ],
        usage: { cacheReadTokens: 128 },
      },
    ],
    [
      'moonshot',
      'moonshotai',
      'moonshotai-stream.chunks.txt',
      { usage: { inputTokens: 9, outputTokens: 12, reasoningTokens: 7 } },
    ],
    [
      'openai',
      'openai-compatible',
      'anthropic-fallback-tool-call.sse',
      { calls: [{ id: 'toolu_sanitized', name: 'read_file', text: '{"path": "a.txt"}' }] },
    ],
    [
      'anthropic',
      'anthropic',
      'anthropic-tool-no-args.chunks.txt',
      {
        calls: [{ name: 'updateIssueList', text: '' }],
        finish: 'tool_calls',
        usage: { inputTokens: 565 },
      },
    ],
    [
      'anthropic',
      'anthropic',
      'anthropic-message-delta-input-tokens.chunks.txt',
      { usage: { inputTokens: 61 } },
    ],
    ['anthropic', 'anthropic', 'anthropic-refusal.chunks.txt', { finish: 'content_filter' }],
    [
      'gemini',
      'google',
      'google-stream-tool-call-arguments.chunks.txt',
      {
        calls: [
          { name: 'getWeather', text: '{"location":"Boston"}' },
          { name: 'getWeather', text: '{"location":"San Francisco"}' },
        ],
        finish: 'stop',
      },
    ],
    [
      'gemini',
      'google',
      'google-stream-no-args-tool-call.chunks.txt',
      {
        calls: expect.arrayContaining([
          expect.objectContaining({ name: 'read_theme', text: '{}' }),
        ]),
      },
    ],
  ])('%s %s %s', async (prefix, vendor, file, expected) => {
    expect(await replay(prefix, vendor, file)).toMatchObject(expected)
  })

  test('TXT-17 two answers that a proxy put into one stream are an error', async () => {
    await expect(
      replay('anthropic', 'anthropic', 'spliced-message-start.chunks.txt'),
    ).rejects.toMatchObject({ code: 'server' })
  })
})

describe.skipIf(!isThere).each([
  ['openai', /^(?!openai-)|openai-(text|completion|skill-create|error)|approval\.[14]/],
  ['xai', /^(?!xai-).*|xai-(text|tool-call)\.(json|chunks)/],
])('responses of %s', (vendor, skip) => {
  const files = isThere ? readdirSync(`${folder}${vendor}`).filter((file) => !skip.test(file)) : []
  test.each(files)('%s ends, and its calls are JSON', async (file) => {
    const answer = await replay(vendor, vendor, file, 'openai-responses')
    expect(answer.finish).toBeDefined()
    for (const call of answer.calls)
      if (call.text !== '') expect(JSON.parse(call.text)).toBeTypeOf('object')
  })

  test.runIf(vendor === 'openai')('in particular', async () => {
    const responses = (file: string) => replay(vendor, vendor, file, 'openai-responses')
    expect(await responses('openai-reasoning-encrypted-content.1.chunks.txt')).toMatchObject({
      metadata: { item: { type: 'reasoning', encrypted_content: expect.any(String) } },
    })
    expect(await responses('openai-phase.1.chunks.txt')).toMatchObject({
      metadata: { phase: expect.any(String) },
    })
    expect(await responses('github-copilot-id-rotation.1.chunks.txt')).toMatchObject({
      finish: 'stop',
    })
    expect((await responses('parallel-tool-call-wrapper.1.json')).calls).toMatchObject([
      { name: 'weather', text: '{"location":"San Francisco"}' },
      { name: 'cityAttractions', text: '{"city":"Rome"}' },
    ])
    await expect(responses('openai-error.1.chunks.txt')).rejects.toMatchObject({
      code: 'quota',
      retryable: false,
    })
  })
})
