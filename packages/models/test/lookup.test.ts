import { configSchema, costOf, createAgent, definePlugin, defineProvider } from '@autobot/core'
import { expect, test } from 'vitest'
import { knownModels, modelFacts, knownPrefixes, priceOf, snapshotSources } from '../src/index.ts'

test.each([
  ['openai/gpt-4o', { input: 2.5, output: 10, cacheRead: 1.25 }],
  ['anthropic/claude-sonnet-4-5', { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 }],
  ['bedrock/amazon.nova-lite-v1:0', { input: 0.06, output: 0.24 }],
  ['gemini/gemini-2.5-pro', { input: 1.25, output: 10 }],
  ['groq/llama-3.3-70b-versatile', { input: 0.59, output: 0.79 }],
  // Retired, and still in conversations and configurations.
  ['bedrock/anthropic.claude-3-7-sonnet-20250219-v1:0', { input: 3, output: 15 }],
])('the list price of %s', (model, price) => {
  expect(priceOf(model)).toMatchObject(price)
})

test.each([
  'openai/no-such-model',
  'ollama/llama3.2',
  'openai',
  'openai/',
  '',
  '/gpt-4o',
  'gpt-4o',
  'constructor/toString',
  'openai/toString',
  // Listed, but nobody says what it costs.
  'gemini/gemma-3-27b-it',
  'github/openai/gpt-4o',
])('what %j costs is unknown, not 0', (model) => {
  expect(priceOf(model)).toBeUndefined()
  expect(costOf({ inputTokens: 10, outputTokens: 10 }, priceOf(model))).toBeUndefined()
})

test('a model without a price still has its other facts', () => {
  expect(modelFacts('gemini/gemma-3-27b-it')).toMatchObject({ contextWindow: 131_072 })
  expect(modelFacts('gemini/gemma-3-27b-it')).not.toHaveProperty('price')
  expect(modelFacts('gemini/no-such-model')).toBeUndefined()
})

test('a region has its own price where there is one, else that of the bare id', () => {
  expect(priceOf('bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0')?.input).toBe(3.3)
  expect(priceOf('bedrock/global.anthropic.claude-sonnet-4-5-20250929-v1:0')?.input).toBe(3)
  const bare = priceOf('bedrock/deepseek.v3.2')
  expect(bare?.input).toBe(0.62)
  for (const region of ['us', 'eu', 'apac', 'global', 'us-gov', 'jp', 'au', 'ca', 'in']) {
    expect(priceOf(`bedrock/${region}.deepseek.v3.2`)).toEqual(bare)
  }
  const profile = 'arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.amazon.nova-pro-v1:0'
  expect(priceOf(`bedrock/${profile}`)?.input).toBe(0.92)
  const own = 'arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/abc123'
  expect(priceOf(`bedrock/${own}`)).toBeUndefined()
})

test('a dated snapshot costs what its name without a date does, if its maker says so', () => {
  expect(modelFacts('openai/gpt-4o-mini-2024-07-18')?.model).toBe('openai/gpt-4o-mini')
  expect(modelFacts('openai/gpt-5-nano-2025-08-07')?.model).toBe('openai/gpt-5-nano')
  // This one costs twice the name without a date.
  expect(priceOf('openai/gpt-4o-2024-05-13')).toEqual({ input: 5, output: 15 })
  expect(priceOf('openai/gpt-4o-mini-2031-01-01')).toBeUndefined()
})

test('what is free by its name costs 0', () => {
  const free = knownModels('openrouter').filter((id) => id.endsWith(':free'))
  expect(free.length).toBeGreaterThan(5)
  for (const id of free) expect(priceOf(`openrouter/${id}`)).toEqual({ input: 0, output: 0 })
})

test('facts name windows, limits, kinds, long prices and where they are from', () => {
  expect(modelFacts('gemini/gemini-2.5-pro')).toEqual({
    model: 'gemini/gemini-2.5-pro',
    price: { input: 1.25, output: 10, cacheRead: 0.125 },
    longPrices: [{ inputTokensAbove: 200_000, price: { input: 2.5, output: 15, cacheRead: 0.25 } }],
    contextWindow: 1_048_576,
    maxOutputTokens: 65_536,
    input: ['text', 'image', 'pdf', 'audio', 'video'],
    output: ['text'],
    reasoning: true,
    source: snapshotSources[0],
    corrections: ['https://ai.google.dev/gemini-api/docs/models'],
  })
  expect(modelFacts('gemini/models/gemini-2.5-pro')?.model).toBe('gemini/gemini-2.5-pro')
})

test('each source says what, which, under what licence and when, the newest first', () => {
  expect(snapshotSources.length).toBeGreaterThan(1)
  for (const source of snapshotSources) {
    expect(source.version).toMatch(/^\d+\.\d+\.\d+$/)
    expect(['MIT', 'Apache-2.0']).toContain(source.license)
    expect(source.date).toMatch(/^20\d\d-\d\d-\d\d$/)
  }
  const dates = snapshotSources.map(({ date }) => date)
  expect(dates).toEqual(dates.toSorted().reverse())
})

test('every row can be read, and no price is 0, negative or beyond reason unless it is free', () => {
  let count = 0
  for (const prefix of knownPrefixes) {
    const ids = knownModels(prefix)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) {
      const facts = modelFacts(`${prefix}/${id}`)
      expect(facts?.model).toBe(`${prefix}/${id}`)
      expect(facts?.source).toBeDefined()
      const limits = [facts?.contextWindow, facts?.maxOutputTokens].filter((n) => n !== undefined)
      for (const limit of limits) expect(Number.isSafeInteger(limit) && limit > 0).toBe(true)
      expect(facts?.input ?? ['text']).toContain('text')
      if (!id.endsWith(':free')) {
        for (const price of Object.values(facts?.price ?? {})) {
          expect(price).toBeGreaterThan(0)
          expect(price).toBeLessThan(1000)
        }
      }
      for (const { inputTokensAbove, price } of facts?.longPrices ?? []) {
        expect(inputTokensAbove).toBeGreaterThan(1000)
        expect(price.input).toBeGreaterThan(0)
      }
      count += 1
    }
  }
  expect(count).toBeGreaterThan(1000)
})

test('an agent counts with them: the cost of a run is tokens times list price', async () => {
  const provider = defineProvider({
    prefix: 'openai',
    displayName: 'Stand-in',
    environment: [],
    configSchema: configSchema({ type: 'object' }),
    create: async () => ({
      capabilities: () => ({}),
      async *stream() {
        yield { type: 'text', text: 'hello' } as const
        yield { type: 'usage', usage: { inputTokens: 1_000_000, outputTokens: 100_000 } } as const
        yield { type: 'finish', reason: 'stop' } as const
      },
    }),
  })
  const agent = createAgent({
    model: 'openai/gpt-4o',
    plugins: [definePlugin({ name: 'stand-in', register: (r) => r.provider(provider) })],
    prices: priceOf,
  })
  expect((await agent.run('hi')).costUsd).toBeCloseTo(2.5 + 1, 10)
  expect((await agent.run('hi', { model: 'openai/unheard-of' })).costUsd).toBeUndefined()
  await agent.dispose()
})
