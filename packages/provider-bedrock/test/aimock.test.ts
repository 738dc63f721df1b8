import { LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { all, ask, open, textOfDeltas } from './loopback.ts'

const mock = new LLMock({ port: 0 })
let endpoint = ''
beforeAll(async () => {
  mock.onMessage('Say hello', { content: 'Hello from a fake Bedrock, in more than one chunk.' })
  mock.onMessage('What is the weather?', {
    toolCalls: [{ name: 'weather', arguments: '{"city":"Rome"}' }],
  })
  endpoint = await mock.start()
})
afterAll(() => mock.stop())

const tools = [
  { name: 'weather', description: 'Weather.', inputSchema: { type: 'object', properties: {} } },
]

for (const model of [
  'anthropic.claude-3-7-sonnet-20250219-v1:0',
  'us.meta.llama3-3-70b-instruct-v1:0',
]) {
  test(`${model}: text`, async () => {
    const deltas = await all(await open({ endpoint }), ask('Say hello', { model }))
    expect(textOfDeltas(deltas)).toBe('Hello from a fake Bedrock, in more than one chunk.')
    expect(deltas.at(-1)).toMatchObject({ type: 'finish', reason: 'stop' })
  })

  test(`${model}: tools`, async () => {
    const deltas = await all(
      await open({ endpoint }),
      ask('What is the weather?', { model, tools }),
    )
    const calls = deltas.filter((delta) => delta.type === 'tool_call')
    expect(calls[0]).toMatchObject({ name: 'weather', nativeId: expect.stringMatching(/./) })
    expect(JSON.parse(calls.map((call) => call.argumentsText).join(''))).toEqual({ city: 'Rome' })
    expect(calls.at(-1)).toMatchObject({ complete: true })
    expect(deltas.at(-1)).toMatchObject({ type: 'finish', reason: 'tool_calls' })
  })
}

test('tools without system text: the marker that it breaks down on is left out', async () => {
  const deltas = await all(
    await open({ endpoint }),
    ask('What is the weather?', {
      model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      tools,
      cachePoints: [{ after: 'tools' }, { after: 'part', message: 0, part: 0 }],
    }),
  )
  expect(deltas.at(-1)).toMatchObject({ type: 'finish', reason: 'tool_calls' })
})
