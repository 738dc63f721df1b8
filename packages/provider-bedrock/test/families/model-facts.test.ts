import { expect, test } from 'vitest'
import { createModelTable } from '../../src/families/model-facts.ts'
import { parseModel } from '../../src/models.ts'

const modelOf = createModelTable(undefined)

test.each([
  ['anthropic.claude-3-5-sonnet-20241022-v2:0', 'claude', undefined],
  ['us.anthropic.claude-sonnet-4-6', 'claude', 'us'],
  ['global.amazon.nova-2-lite-v1:0', 'nova', 'global'],
  ['newgeo.meta.llama4-scout-17b-instruct-v1:0', 'llama', 'newgeo'],
  [
    'arn:aws:bedrock:us-east-1:1:inference-profile/us.mistral.pixtral-large-2502-v1:0',
    'mistral',
    'us',
  ],
  ['arn:aws:bedrock:us-east-1:1:application-inference-profile/abc123', 'unknown', undefined],
  [
    'arn:aws:bedrock:us-east-1::foundation-model/meta.llama3-1-8b-instruct-v1:0',
    'llama',
    undefined,
  ],
  [
    'arn:aws-us-gov:bedrock:us-gov-west-1:1:inference-profile/us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'claude',
    'us-gov',
  ],
  ['arn:aws:bedrock:us-east-1:1:provisioned-model/abc123', 'unknown', undefined],
  ['arn:aws:bedrock:us-east-1:1:custom-model/amazon.nova-lite-v1:0:300k/abc', 'nova', undefined],
  ['arn:aws:bedrock:us-east-1:1:default-prompt-router/anthropic.claude:1', 'claude', undefined],
  ['amazon.nova-premier-v1:0:1000k', 'nova', undefined],
  ['openai.gpt-oss-120b-1:0', 'gpt-oss', undefined],
  ['moonshot.kimi-k2-thinking', 'kimi', undefined],
  ['zai.glm-4.7-flash', 'glm', undefined],
  ['whoever.model', 'unknown', undefined],
])('%s is of the family %s', (id, family, geography) => {
  const name = parseModel(id)
  expect([name.family, name.geography]).toEqual([family, geography])
})

test('the configuration says what an ARN stands for', () => {
  const arn = 'arn:aws:bedrock:us-east-1:1:application-inference-profile/abc123'
  expect(modelOf(arn).capabilities.reasoningReplay).toBeUndefined()
  const byModel = createModelTable('us.anthropic.claude-opus-4-7')(arn).capabilities
  expect(byModel.parameters?.temperature).toBeNull()
  expect(createModelTable('nova')(arn).name.family).toBe('nova')
  expect(createModelTable('Anthropic')(arn).name.family).toBe('claude')
})

test('what may be asked of Claude goes by its version', () => {
  const of = (id: string) => modelOf(`us.anthropic.${id}`).capabilities
  expect(of('claude-v2')).toMatchObject({ tools: 'none' })
  expect(of('claude-3-haiku-20240307-v1:0')).toMatchObject({
    maxOutputTokens: 4096,
    reasoningEfforts: [],
  })
  expect(of('claude-3-haiku-20240307-v1:0').cachePoints).toBeUndefined()
  expect(of('claude-3-7-sonnet-20250219-v1:0')).toMatchObject({
    toolChoiceWithReasoning: ['auto'],
    assistantPrefill: 'yes',
    parameters: { temperatureWithTopP: 'yes' },
  })
  expect(of('claude-opus-4-20250514-v1:0')).toMatchObject({
    maxOutputTokens: 32_000,
    parameters: { temperatureWithTopP: 'no' },
  })
  expect(of('claude-sonnet-4-5-20250929-v1:0')).toMatchObject({
    structuredOutput: 'native',
    cachePoints: { ttl: ['5m', '1h'] },
  })
  expect(of('claude-sonnet-4-6')).toMatchObject({
    assistantPrefill: 'no',
    toolChoiceWithReasoning: ['auto', 'required', 'tool'],
  })
  expect(of('claude-opus-4-7')).toMatchObject({
    parameters: { temperature: null, topP: 'no' },
    structuredOutput: 'tool',
  })
  expect(of('claude-fable-5')).toMatchObject({ toolChoice: ['auto'] })
})

test('a router of a family is asked for what the family takes', () => {
  for (const id of ['anthropic.claude:1', 'meta.llama:1', 'amazon.nova:1']) {
    const arn = `arn:aws:bedrock:us-east-1:1:default-prompt-router/${id}`
    expect(modelOf(arn).capabilities.tools, id).not.toBe('none')
  }
})

test('rules of other families', () => {
  const of = (id: string) => modelOf(id)
  expect(of('mistral.mistral-large-2407-v1:0').capabilities).toMatchObject({
    toolCallIds: { form: 'alphanumeric', length: 9 },
    toolChoice: ['auto', 'required'],
    toolResults: { beside: 'nothing', json: 'object' },
  })
  expect(of('moonshot.kimi-k2-thinking').capabilities.toolCallIds).toEqual({
    form: 'function_index',
  })
  expect(of('us.writer.palmyra-x4-v1:0').capabilities.toolResults?.errors).toBe('prefix')
  expect(of('us.deepseek.r1-v1:0').capabilities.tools).toBe('none')
  expect(of('us.amazon.nova-lite-v1:0').capabilities.cachePoints).toMatchObject({
    places: ['system', 'messages'],
    inToolMessages: 'no',
  })
  expect(of('us.amazon.nova-micro-v1:0').capabilities.media).toBeUndefined()
  for (const id of [
    'us.meta.llama3-3-70b-instruct-v1:0',
    'mistral.mistral-large-2407-v1:0',
    'us.writer.palmyra-x4-v1:0',
  ]) {
    expect(of(id).spelling.toolsInStreams).toBe('no')
  }
})
