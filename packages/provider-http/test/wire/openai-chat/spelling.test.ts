import type { Message, RequestOptions } from '@autobot/core/provider'
import { expect, test } from 'vitest'
import { body, call, history, text, weather } from '../../support/chat-body.ts'
import type { WireName } from '../../../src/index.ts'
import { ask, open } from '../../support/drain.ts'

test('each server gets its own spelling', async () => {
  const reasons = ask('hi', { model: 'gpt-5', maxOutputTokens: 9 })
  expect(await body('openai', { ...reasons, messages: history('openai') })).toMatchObject({
    max_completion_tokens: 9,
    messages: [{ role: 'developer' }, {}, {}, {}, {}, {}],
  })
  expect(
    await body('deepseek', ask(history('deepseek'), { maxOutputTokens: 9, reasoning: 'none' })),
  ).toMatchObject({
    max_tokens: 9,
    thinking: { type: 'disabled' },
  })
  const mistral = await body(
    'mistral',
    ask(history('mistral'), { tools: [weather], toolChoice: 'required', seed: 3 }),
  )
  expect(mistral).toMatchObject({
    tool_choice: 'any',
    random_seed: 3,
    messages: [
      {},
      {},
      { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }], closed: true }] },
      { name: 'weather' },
      {},
      {},
    ],
  })
  expect(mistral).not.toHaveProperty('stream_options')
  expect(await body('aihubmix', ask('hi', { model: 'vendor/model-1' }))).toMatchObject({
    model: 'model-1',
  })
  expect(
    await body('openrouter', ask('hi', { model: 'a/b:free', reasoning: 'high' })),
  ).toMatchObject({ model: 'a/b:free', reasoning: { effort: 'high' } })
  expect(await body('minimax', ask('hi'))).toMatchObject({ reasoning_split: true })
})

test('REA-07 reasoning goes back with every answer where the server demands it', async () => {
  const [, , own, result] = history('deepseek') as [Message, Message, Message, Message]
  const foreign: Message = {
    role: 'assistant',
    content: [{ type: 'tool_call', id: 'c2', name: 'weather', input: {}, argumentsText: '' }],
  }
  const plain: Message = { role: 'assistant', content: [text('Done.')] }
  for (const prefix of ['deepseek', 'moonshot', 'kimi']) {
    const sent = await body(prefix, ask([own, result, foreign, plain]))
    expect(sent['messages']).toMatchObject([
      { reasoning_content: 'hm', tool_calls: [call] },
      {},
      { reasoning_content: '', tool_calls: [{ function: { arguments: '{}' } }] },
      { reasoning_content: '', content: 'Done.' },
    ])
    const off = await body(prefix, ask([foreign, plain], { reasoning: 'none' }))
    expect(JSON.stringify(off)).not.toContain('reasoning_content')
  }
})

test('reasoning details and signatures go back as they came', async () => {
  const details = [{ type: 'reasoning.encrypted', data: 'x' }]
  const messages: Message[] = [
    {
      role: 'assistant',
      content: [
        {
          type: 'reasoning',
          text: '',
          providerMetadata: { openrouter: { reasoningDetails: details } },
        },
        {
          type: 'tool_call',
          id: 'c1',
          name: 'weather',
          input: {},
          argumentsText: '{}',
          providerMetadata: {
            openrouter: { extraContent: { google: { thought_signature: 's' } } },
          },
        },
      ],
    },
  ]
  expect((await body('openrouter', ask(messages)))['messages']).toMatchObject([
    {
      reasoning_details: details,
      tool_calls: [{ extra_content: { google: { thought_signature: 's' } } }],
    },
  ])
})

test('cache markers stand where they are asked for', async () => {
  const request = ask(
    [
      { role: 'system', content: [text('s')] },
      { role: 'user', content: [text('u')] },
    ],
    {
      model: 'anthropic/claude',
      cachePoints: [{ after: 'system' }, { after: 'part', message: 1, part: 0, ttl: '1h' }],
    },
  )
  expect((await body('openrouter', request))['messages']).toEqual([
    {
      role: 'system',
      content: [{ type: 'text', text: 's', cache_control: { type: 'ephemeral' } }],
    },
    {
      role: 'user',
      content: [{ type: 'text', text: 'u', cache_control: { type: 'ephemeral', ttl: '1h' } }],
    },
  ])
})

test('PAR-04 one field for the limit, by server and model', async () => {
  const asked = (model: string) => ask('hi', { model, maxOutputTokens: 9 })
  const fields = async (prefix: string, model: string) =>
    Object.keys(await body(prefix, asked(model))).filter((key) => key.startsWith('max_'))
  expect(await fields('openai', 'gpt-5')).toEqual(['max_completion_tokens'])
  expect(await fields('openai', 'gpt-4o')).toEqual(['max_completion_tokens'])
  expect(await fields('aihubmix', 'gpt-5')).toEqual(['max_completion_tokens'])
  expect(await fields('aihubmix', 'qwen3')).toEqual(['max_tokens'])
  for (const prefix of ['mistral', 'deepseek', 'together', 'fireworks', 'moonshot', 'vllm']) {
    expect(await fields(prefix, 'm')).toEqual(['max_tokens'])
  }
})

test.each<[string, string, RequestOptions, object]>([
  ['openai', 'gpt-5', { reasoning: 'low' }, { reasoning_effort: 'low' }],
  ['groq', 'openai/gpt-oss-20b', { reasoning: 'low' }, { reasoning_effort: 'low' }],
  [
    'groq',
    'qwen/qwen3-32b',
    { reasoning: 'high' },
    { reasoning_effort: 'default', reasoning_format: 'parsed' },
  ],
  ['groq', 'qwen/qwen3-32b', { reasoning: 'none' }, { reasoning_effort: 'none' }],
  ['cerebras', 'gpt-oss-120b', { reasoning: 'medium' }, { reasoning_effort: 'medium' }],
  ['moonshot', 'kimi-k2.5', { reasoning: 'none' }, { thinking: { type: 'disabled' } }],
  ['moonshot', 'kimi-k2.5', { reasoning: 'high' }, { thinking: { type: 'enabled' } }],
  [
    'deepseek',
    'deepseek-v4',
    { reasoning: 'high' },
    { thinking: { type: 'enabled' }, reasoning_effort: 'high' },
  ],
  ['openrouter', 'a/b', { reasoning: 'none' }, { reasoning: { enabled: false } }],
  ['openrouter', 'a/b', { reasoning: 'medium' }, { reasoning: { effort: 'medium' } }],
  ['ollama', 'gpt-oss:20b', { reasoning: 'low' }, { reasoning_effort: 'low' }],
  [
    'vllm',
    'Qwen/Qwen3-32B',
    { reasoning: 'none' },
    { chat_template_kwargs: { enable_thinking: false } },
  ],
  ['xai', 'grok-3-mini', { reasoning: 'low' }, { reasoning_effort: 'low' }],
])('reasoning is asked for: %s/%s %o', async (prefix, model, options, expected) => {
  expect(await body(prefix, ask('hi', { model, ...options }))).toMatchObject(expected)
})

test('a gateway may not take a route that leaves the tools out', async () => {
  expect(await body('openrouter', ask('hi'))).not.toHaveProperty('provider')
  const asked = ask('hi', { tools: [weather] })
  expect(await body('openrouter', asked)).toMatchObject({ provider: { require_parameters: true } })
  const own = { openrouter: { provider: { order: ['x'] } } }
  expect(await body('openrouter', { ...asked, providerOptions: own })).toMatchObject({
    provider: { order: ['x'] },
  })
})

test('CAC-01 one key for one conversation, where a service knows keys', async () => {
  const user: Message = { role: 'user', content: [text('a')] }
  const key = async (prefix: string, messages: readonly Message[], more: object = {}) =>
    (await body(prefix, ask(messages, more)))['prompt_cache_key']
  for (const prefix of ['openai', 'openai-responses', 'azure']) {
    const first = await key(prefix, [user])
    expect(first).toMatch(/^[\w-]{1,64}$/)
    const later: Message[] = [user, { role: 'assistant', content: [text('b')] }, user]
    expect(await key(prefix, later)).toBe(first)
    expect(await key(prefix, [{ role: 'user', content: [text('b')] }])).not.toBe(first)
    expect(await key(prefix, [user], { cache: 'off' })).toBeUndefined()
  }
  for (const prefix of ['groq', 'mistral', 'deepseek', 'vllm']) {
    expect(await key(prefix, [user])).toBeUndefined()
  }
})

test('a server of the user knows the models that are known by name', async () => {
  const made = async (type: WireName, model: string) => {
    const mybox = { type, apiBase: 'http://localhost:1' }
    const provider = await open('mybox', {}, {}, { mybox })
    return provider.capabilities(model)
  }
  expect(await made('openai-chat', 'openai/gpt-5')).toMatchObject({
    parameters: { temperature: null },
  })
  expect(await made('openai-responses', 'o3')).toMatchObject({ parameters: { temperature: null } })
  expect(await made('anthropic-messages', 'claude-opus-4-8')).toMatchObject({
    maxOutputTokens: 128_000,
  })
  expect(await made('gemini', 'gemini-3-pro-preview')).toMatchObject({
    structuredOutput: 'native',
  })
  expect(await made('openai-chat', 'something')).toMatchObject({
    parameters: { temperature: [0, 2] },
  })
})
