import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAgent, ProviderError } from '@autobot/core'
import { http } from '@autobot/provider-http'
import { fakeHost, scriptedProvider, type ScriptStep } from '@autobot/testkit'
import { expect, test } from 'vitest'
import { ask, whatCame } from '../src/errors.ts'
import { audited } from '../src/plugins.ts'
import { goOn } from '../src/sessions.ts'
import { answersFromTheTool, breaksOff } from '../src/testing.ts'
import { assistant, laterApproval, send } from '../src/tools.ts'

const finish = { type: 'finish', reason: 'stop' } as const

function call(name: string, input: object): ScriptStep {
  const argumentsText = JSON.stringify(input)
  return [{ type: 'tool_call', id: '1', name, argumentsText }, finish]
}

function say(text: string): ScriptStep {
  return [{ type: 'text', text }, finish]
}

function agentOf(...script: ScriptStep[]) {
  const { plugin } = scriptedProvider(script)
  const retry = { maxRetries: 0 }
  return createAgent({ model: 'scripted/any', plugins: [plugin], host: fakeHost(), retry })
}

test.each([
  ['weather', { town: 'Turku' }, '"celsius":4'],
  ['weather', { city: 'Turku' }, 'town'],
  ['add', { a: 1, b: 2 }, '3'],
  ['report', { year: 1950 }, 'Q4 1950'],
  ['report', { year: 1850 }, 'ask for 1900 or later'],
  ['send_mail', { to: 'anna@example.org', text: 'Hi' }, 'does not want this'],
  ['send_mail', { to: 'anna@example.com', text: 'Hi' }, 'Sent to anna@example.com'],
])('the model reads what %s makes of %j', async (name, input, expected) => {
  const script = scriptedProvider([call(name, input), say('Done.')])
  const agent = assistant('scripted/any', [script.plugin], async () => false)
  const { text } = await agent.run('Go')
  expect(text).toBe('Done.')
  expect(JSON.stringify(script.requests[1]?.messages.at(-1)).replaceAll('\\', '')).toContain(
    expected,
  )
})

test('a call that waits for approval is run later', async () => {
  const script = scriptedProvider([
    call('send_mail', { to: 'anna@example.org', text: 'Hi' }),
    say('It is sent.'),
  ])
  const plugins = [script.plugin]
  const agent = createAgent({ model: 'scripted/any', plugins, tools: [send], host: fakeHost() })
  expect(await laterApproval(agent)).toBe('It is sent.')
})

test('a plugin brings a tool, and sees and refuses calls', async () => {
  const lines: string[] = []
  const script = scriptedProvider([call('clock', {}), call('delete_all', {}), say('Noon.')])
  const agent = audited('scripted/any', [script.plugin], lines)
  expect((await agent.run('What time is it?')).text).toBe('Noon.')
  await agent.dispose()
  expect(lines[0]).toMatch(/^clock \d+ ms$/)
  expect(lines.at(-1)).toBe('end')
})

test('errors are told by their code', async () => {
  const fail = (code: 'context_overflow' | 'rate_limit' | 'auth') =>
    new ProviderError('No.', { code, provider: 'scripted', retryAfterMs: 70_000, hint: 'Try.' })
  expect(await ask(agentOf(fail('context_overflow')), 'Hi')).toContain('too long')
  expect(await ask(agentOf(fail('rate_limit')), 'Hi')).toBe('Busy. Try again in 70 s.')
  expect(await ask(agentOf(fail('auth')), 'Hi')).toContain('No. Try.')
  const lost = createAgent({ model: 'nowhere/any', plugins: [], host: fakeHost() })
  expect(await ask(lost, 'Hi')).toContain('nowhere')
})

test('what had arrived is not lost', async () => {
  const broken = agentOf([{ type: 'text', text: 'Half an ans' }])
  expect(await whatCame(broken, 'Hi')).toBe('Half an ans')
})

test('a conversation goes on from the disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'autobot-docs-'))
  const { plugin, requests } = scriptedProvider([say('One.'), say('Two.')])
  const fresh = () => createAgent({ model: 'scripted/any', plugins: [plugin], host: fakeHost() })
  try {
    expect(await goOn(fresh(), folder, 'First?')).toBe('One.')
    expect(await goOn(fresh(), folder, 'Second?')).toBe('Two.')
    expect(requests[1]?.messages).toHaveLength(3)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('an agent is tested without a network', async () => {
  expect(await answersFromTheTool()).toBe('Clear and 4 degrees.')
})

test('a service that breaks off is played, and is an error that keeps what came', async () => {
  const error = await breaksOff(http(), 'openai/gpt-4o-mini')
  expect(error).toMatchObject({ code: 'bad_response' })
  expect(JSON.stringify(ProviderError.is(error) && error.partial?.content)).toContain('It is')
})
