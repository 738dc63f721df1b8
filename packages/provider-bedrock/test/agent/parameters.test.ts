import type { RequestOptions } from '@autobot/core'
import { describe, expect, test } from 'vitest'
import { models } from '../calling.ts'
import { encodeBedrockEvent } from '../simulator.ts'
import { call, places, stage } from './stage.ts'

const tools = [{ name: 'f', inputSchema: { type: 'object' }, execute: () => 'x' }]
const person = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: ['number', 'null'] } },
  required: ['name'],
}

describe.each(places)('%s', (_name, place) => {
  test.each<[string, RequestOptions]>([
    ['PAR-01 hot', { temperature: 1.5 }],
    ['PAR-01 within every range', { temperature: 0.5, topP: 0.9 }],
    [
      'PAR-02 all that not all know',
      {
        seed: 1,
        topK: 4,
        presencePenalty: 0.5,
        frequencyPenalty: 0.5,
        stopSequences: ['a', 'b', 'c', 'd', 'e', 'f'],
        user: 'u',
        metadata: { a: 'b' },
      },
    ],
    ['PAR-03 far too many tokens', { maxOutputTokens: 10_000_000 }],
    ['PAR-03 hardly any tokens', { maxOutputTokens: 1 }],
    ['all of it while it thinks', { reasoning: 'high', temperature: 0, topP: 0.5, topK: 3 }],
    ['REA-08 without thinking', { reasoning: 'none' }],
    ['CAC-01 cached', { cache: { ttl: '1h' } }],
    ['PAR-06 options of another', { providerOptions: { elsewhere: { odd: true } } }],
  ])('%s', async (_case, options) => {
    const here = await stage(place, { tools, ...options })
    expect((await here.agent.run('hi')).text).toBe('ok')
  })

  test('PAR-02 what is left out is told, in one shape', async () => {
    const here = await stage(place, { topK: 4, seed: 1, presencePenalty: 1, tools })
    const { warnings } = await here.agent.run('hi')
    for (const [field, name] of [
      ['topK', /top_?k/i],
      ['seed', /"seed"/],
      ['presencePenalty', /presence_?penalty/i],
    ] as const) {
      const told = warnings.some(({ path }) => path === field)
      expect([field, name.test(here.last())]).toEqual([field, !told])
    }
    expect(warnings.every(({ code }) => /^[a-z_]+$/.test(code))).toBe(true)
  })

  test.each([undefined, 'high'] as const)(
    'PAR-05 an answer of a shape, reasoning %s',
    async (reasoning) => {
      const value = { name: 'Ada', age: null }
      const options = { output: person, ...(reasoning && { reasoning }) }
      const asked = await stage(place, options)
      await asked.agent.run('who?').catch(() => undefined)
      const config = asked.simulator.requests[0]?.body['toolConfig'] as
        | { readonly tools: readonly { readonly toolSpec?: { readonly name: string } }[] }
        | undefined
      const tool = config?.tools.find(({ toolSpec }) => toolSpec !== undefined)?.toolSpec?.name
      const here = await stage(place, options)
      here.answer({
        content: [tool === undefined ? { text: JSON.stringify(value) } : call(tool, value)],
      })
      expect((await here.agent.run('who?')).object).toEqual(value)
    },
  )

  test('USE-03 REA-10 reasoning is part of the output, once', async () => {
    const here = await stage(place, { tools })
    here.answer({
      content: [{ reasoningContent: { reasoningText: { text: 'Hm.' } } }, { text: 'Yes.' }],
      usage: { inputTokens: 10, outputTokens: 30, totalTokens: 40 },
    })
    const { usage } = await here.agent.run('hi')
    expect(usage).toMatchObject({ inputTokens: 10, outputTokens: 30 })
    expect(usage.reasoningTokens).toBeUndefined()
  })
})

describe.each(places.filter(([, { operation }]) => operation === 'ConverseStream'))(
  '%s',
  (_name, place) => {
    const block = [
      encodeBedrockEvent('messageStart', { role: 'assistant' }),
      encodeBedrockEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Yes.' } }),
      encodeBedrockEvent('contentBlockStop', { contentBlockIndex: 0 }),
    ]
    const stop = encodeBedrockEvent('messageStop', { stopReason: 'end_turn' })
    const usage = (inputTokens: number, more: object = {}): Buffer =>
      encodeBedrockEvent('metadata', { usage: { inputTokens, ...more } })

    test.each([
      ['TXT-09 usage behind the end', [...block, stop, usage(7, { outputTokens: 2 })]],
      ['TXT-09 usage before the end', [...block, usage(7, { outputTokens: 2 }), stop]],
      ['TXT-10 usage twice', [...block, usage(3, { outputTokens: 2 }), stop, usage(7)]],
      [
        'TXT-06 events and fields that nobody knows',
        [
          encodeBedrockEvent('brandNew', { a: 1 }),
          ...block,
          encodeBedrockEvent('contentBlockStart', { contentBlockIndex: 1, start: { odd: {} } }),
          encodeBedrockEvent('contentBlockDelta', { contentBlockIndex: 1, delta: { odd: 'x' } }),
          encodeBedrockEvent('contentBlockStop', { contentBlockIndex: 1 }),
          stop,
          usage(7, { outputTokens: 2, odd: 1 }),
        ],
      ],
    ])('%s', async (_case, frames) => {
      const here = await stage(place)
      here.answer({ raw: Buffer.concat(frames) })
      const result = await here.agent.run('hi')
      expect(result.text).toBe('Yes.')
      expect(result.usage).toMatchObject({ inputTokens: 7, outputTokens: 2 })
    })
  },
)

test('REA-11 what a model writes as <thinking> is its text: nothing is guessed', async () => {
  const here = await stage({ model: models.nova, operation: 'ConverseStream' }, { tools })
  const text = '<thinking> I should look. </thinking>\n'
  here.answer({ content: [{ text }, call('f')] })
  const { newMessages } = await here.agent.run('hi')
  expect(newMessages[1]?.content[0]).toEqual({ type: 'text', text })
})

test('REA-08 thoughts of Claude stay at home when it is to think no more', async () => {
  const place = { model: models.claude, operation: 'ConverseStream' as const }
  const here = await stage(place, { tools })
  here.answer({
    content: [
      { reasoningContent: { reasoningText: { text: 'Hm.', signature: 'c2ln' } } },
      call('f'),
    ],
  })
  const { messages } = await here.agent.run('hi', { reasoning: 'low' })
  expect(here.last()).toContain('c2ln')
  await here.agent.run('go on', { messages, reasoning: 'none' })
  expect(here.last()).not.toContain('"thinking"')
})
