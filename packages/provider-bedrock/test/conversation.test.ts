import { LLMock } from '@copilotkit/aimock'
import { createAgent, defineTool } from '@autobot/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bedrock } from '../src/index.ts'
import { keys } from './loopback.ts'

const mock = new LLMock({ port: 0 })
let endpoint = ''
beforeAll(async () => {
  mock.onTurn(0, /weather/, { toolCalls: [{ name: 'weather', arguments: '{"city":"Rome"}' }] })
  mock.onTurn(1, /weather/, { content: 'It is 21 degrees in Rome.' })
  endpoint = await mock.start()
})
afterAll(() => mock.stop())

test.each([
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'us.amazon.nova-pro-v1:0',
  'us.meta.llama3-3-70b-instruct-v1:0',
  'mistral.mistral-large-2407-v1:0',
  'moonshot.kimi-k2-thinking',
  'us.writer.palmyra-x4-v1:0',
  'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123',
])('an agent with a tool comes to its answer: %s', async (model) => {
  const cities: string[] = []
  const weather = defineTool({
    name: 'weather',
    description: 'Weather of a city.',
    inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    execute: (input) => {
      cities.push((input as { city: string }).city)
      return '21'
    },
  })
  const agent = createAgent({
    model: `bedrock/${model}`,
    system: 'Be short.',
    plugins: [bedrock({ ...keys, region: 'us-east-1', endpoint })],
    tools: [weather],
  })
  const result = await agent.run('What is the weather in Rome?')
  expect(result).toMatchObject({
    text: 'It is 21 degrees in Rome.',
    finishReason: 'stop',
    steps: 2,
  })
  expect(cities).toEqual(['Rome'])
  await agent.dispose()
})
