import type { Message } from '@autobot/core/provider'
import { expect, test } from 'vitest'
import { body, call, history, text, weather } from '../../support/chat-body.ts'
import { ask } from '../../support/drain.ts'

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

test('reasoning goes back with every call where the server demands it', async () => {
  const [, , own, result] = history('deepseek') as [Message, Message, Message, Message]
  const foreign: Message = {
    role: 'assistant',
    content: [{ type: 'tool_call', id: 'c2', name: 'weather', input: {}, argumentsText: '' }],
  }
  const sent = await body('deepseek', ask([own, result, foreign]))
  expect(sent['messages']).toMatchObject([
    { reasoning_content: 'hm', tool_calls: [call] },
    {},
    { reasoning_content: '', tool_calls: [{ function: { arguments: '{}' } }] },
  ])
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
