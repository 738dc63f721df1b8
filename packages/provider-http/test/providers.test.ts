import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { vendorListText } from '../scripts/vendor-list.mjs'
import { vendorList } from '../src/vendor-list.ts'
import { open } from './support/drain.ts'

test('a file in src/providers is a vendor, from source and in the build', async () => {
  const folder = fileURLToPath(new URL('../src/providers', import.meta.url))
  const files = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''))
  expect(vendorList.map(({ prefix }) => prefix).toSorted()).toEqual(files.toSorted())
  const built = await vendorListText()
  for (const file of files) expect(built).toContain(`import('./providers/${file}.ts')`)
  for (const { load: _load, ...card } of vendorList) {
    expect(built).toContain(JSON.stringify(card).slice(1, -1))
  }
})

test('docs/providers.md shows tables as they are, each with its source', () => {
  const script = fileURLToPath(new URL('../scripts/vendor-table.mjs', import.meta.url))
  const args = ['--conditions=@autobot/source', script, '--check']
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(0)
})

test('every vendor can be opened with a key, and has a prefix of its own', async () => {
  expect(new Set(vendorList.map((spec) => spec.prefix)).size).toBe(vendorList.length)
  for (const { prefix } of vendorList) {
    const provider = await open(prefix, { apiKey: 'k', apiBase: 'http://localhost:1' })
    expect(provider.capabilities('some-model')).toBeTypeOf('object')
  }
})

test.each<[string, string, object]>([
  ['openai', 'gpt-4o', { parameters: { temperature: [0, 2] } }],
  [
    'openai',
    'gpt-5',
    {
      parameters: { temperature: null, stopSequences: 0 },
      reasoningEfforts: ['low', 'medium', 'high'],
    },
  ],
  ['openai', 'o3-mini', { parameters: { temperature: null } }],
  [
    'openai',
    'gpt-5.1',
    {
      parameters: { temperature: [0, 2], refusedWithReasoning: ['temperature', 'topP'] },
      reasoningEfforts: ['none', 'low', 'medium', 'high'],
    },
  ],
  ['openai', 'gpt-5-chat-latest', { parameters: { temperature: [0, 2] } }],
  ['anthropic', 'claude-3-haiku-20240307', { maxOutputTokens: 4096, assistantPrefill: 'yes' }],
  [
    'anthropic',
    'claude-opus-4-1-20250805',
    { maxOutputTokens: 32_000, parameters: { temperatureWithTopP: 'no' } },
  ],
  [
    'anthropic',
    'claude-sonnet-4-5-20250929',
    { maxOutputTokens: 64_000, structuredOutput: 'native' },
  ],
  [
    'anthropic',
    'claude-opus-4-8',
    { maxOutputTokens: 128_000, assistantPrefill: 'no', parameters: { temperature: null } },
  ],
  ['gemini', 'gemini-2.5-pro', { reasoningEfforts: ['low', 'medium', 'high'] }],
  ['gemini', 'gemini-3-pro-preview', { structuredOutput: 'native' }],
  ['mistral', 'mistral-large-latest', { toolCallIds: { form: 'alphanumeric', length: 9 } }],
  ['duckai', 'gpt-4o-mini', { system: 'none' }],
])('%s/%s', async (prefix, model, expected) => {
  const provider = await open(prefix, { apiKey: 'k' })
  expect(provider.capabilities(model)).toMatchObject(expected)
})
