import { createAgent, defineTool, ProviderError, type ChatDelta } from '@autobot/core'
import { expect, it } from 'vitest'
import { fakeHost, scriptedProvider } from '../src/index.ts'

const say = (text: string): ChatDelta[] => [
  { type: 'text', text },
  { type: 'finish', reason: 'stop' },
]
const ask: ChatDelta[] = [
  { type: 'tool_call', id: '0', name: 'clock', argumentsText: '{}' },
  { type: 'finish', reason: 'stop' },
]
const host = fakeHost()

it('drives an agent through a tool call, and shows what the model was asked', async () => {
  const scripted = scriptedProvider([ask, say('Noon.')])
  const clock = defineTool({ name: 'clock', execute: () => '12:00' })
  const agent = createAgent({
    model: 'scripted/m',
    plugins: [scripted.plugin],
    tools: [clock],
    host,
  })
  expect((await agent.run('What time is it?')).text).toBe('Noon.')
  scripted.assertDone()
  expect(scripted.requests).toHaveLength(2)
  expect(JSON.stringify(scripted.requests[1]?.messages)).toContain('12:00')
})

it('takes a prefix and capabilities, so that two can stand side by side', async () => {
  const one = scriptedProvider([say('one')], { prefix: 'one' })
  const two = scriptedProvider([say('two')], { prefix: 'two', capabilities: { tools: 'none' } })
  const plugins = [one.plugin, two.plugin]
  const agent = createAgent({ model: 'one/m', plugins, host })
  expect((await agent.run('x')).text).toBe('one')
  expect((await agent.run('x', { model: 'two/m' })).text).toBe('two')
  one.assertDone()
  two.assertDone()
})

it('a call that is not in the script fails at once, and assertDone tells', async () => {
  const scripted = scriptedProvider([])
  const agent = createAgent({ model: 'scripted/m', plugins: [scripted.plugin], host })
  await expect(agent.run('x')).rejects.toThrow('call 1 is not in the script')
  expect(scripted.requests).toHaveLength(1)
  expect(() => scripted.assertDone()).toThrow('0 model calls, 1 came')
})

it('a step that was not used is told', () => {
  expect(() => scriptedProvider([say('x')]).assertDone()).toThrow('1 model call, 0 came')
})

it('throws the errors of the script, also in the middle of an answer', async () => {
  const down = new ProviderError('down', { code: 'auth', provider: 'scripted' })
  const scripted = scriptedProvider([down, [{ type: 'text', text: 'half' }, down]])
  const agent = createAgent({ model: 'scripted/m', plugins: [scripted.plugin], host })
  await expect(agent.run('x')).rejects.toMatchObject({ code: 'auth' })
  await expect(agent.run('x')).rejects.toMatchObject({ partial: { content: [{ text: 'half' }] } })
  scripted.assertDone()
})
