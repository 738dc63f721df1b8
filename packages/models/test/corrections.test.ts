import { expect, test } from 'vitest'
import { corrections, correct } from '../src/corrections.ts'
import { knownModels, modelFacts, knownPrefixes, snapshotSources } from '../src/index.ts'

test('each correction cites a page and concerns a model that is listed', () => {
  for (const { prefix, models, source } of corrections) {
    expect(source).toMatch(/^https:\/\//)
    expect(knownPrefixes).toContain(prefix)
    expect(knownModels(prefix).some((id) => models.test(id))).toBe(true)
  }
})

test('corrected facts say so, the others do not', () => {
  const corrected = modelFacts('openai/gpt-5.4')
  expect(corrected).toMatchObject({ contextWindow: 1_050_000, maxOutputTokens: 128_000 })
  expect(corrected?.corrections).toHaveLength(2)
  expect(modelFacts('openai/gpt-4')).not.toHaveProperty('corrections')
})

test.each([
  ['openai/gpt-4o-mini', true],
  ['openai/gpt-4-turbo', false],
  ['openai/o3-mini', false],
  ['anthropic/claude-opus-4-5', true],
  ['anthropic/claude-3-opus-20240229', false],
  ['bedrock/eu.anthropic.claude-sonnet-4-5-20250929-v1:0', true],
  ['bedrock/amazon.nova-micro-v1:0', false],
])('documents: %s takes them: %s', (model, takes) => {
  expect(modelFacts(model)?.input?.includes('pdf')).toBe(takes)
})

test('a correction of one prefix leaves the same id of another as it is', () => {
  const source = snapshotSources[0] as (typeof snapshotSources)[number]
  const made = [
    { prefix: 'acme', models: /^x$/, facts: { contextWindow: 5 }, source: 'https://example.com' },
  ]
  const facts = { reasoning: false, source, contextWindow: 1 }
  expect(correct({ ...facts, model: 'acme/x' }, made)).toMatchObject({ contextWindow: 5 })
  expect(correct({ ...facts, model: 'other/x' }, made)).toMatchObject({ contextWindow: 1 })
})
