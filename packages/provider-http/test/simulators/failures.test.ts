import type { AgentEvent } from '@autobot/core'
import { describe, expect, test } from 'vitest'
import { stage, wires, type HttpAnswer } from '../support/simulators.ts'

const content: HttpAnswer['content'] = [{ type: 'text', text: 'A somewhat longer answer.' }]
const retry = { maxRetries: 2, initialDelayMs: 1, maxDelayMs: 1 }

describe.each(wires.map((place) => [place.name, place] as const))('%s', (_name, place) => {
  test.each([
    [400, 'invalid_request'],
    [401, 'auth'],
    [403, 'permission'],
    [413, 'invalid_request'],
    [422, 'invalid_request'],
  ])('ERR-01 %i is not tried again', async (status, code) => {
    const here = await stage([place], { retry })
    here.at(place).answer({ failure: { status, body: { error: { message: 'No.' } } } })
    await expect(here.agent.run('hi')).rejects.toMatchObject({
      code,
      status,
      retryable: false,
      requestId: 'req_1',
      message: expect.stringContaining('No.'),
    })
    expect(here.at(place).requests).toHaveLength(1)
  })

  test('ERR-02 a limit is waited for as long as it asks', async () => {
    for (const headers of [{ 'retry-after-ms': '2' }, { 'retry-after': '0.002' }]) {
      const here = await stage([place], { retry })
      here.at(place).answer({ failure: { status: 429, body: '{}', headers } })
      const delays: number[] = []
      for await (const event of here.agent.stream('hi')) {
        if (event.type === 'retry') delays.push(event.delayMs)
      }
      expect(delays).toEqual([2])
    }
  })

  test('ERR-03 an empty account does not heal', async () => {
    const here = await stage([place], { retry })
    const body = { error: { message: 'No credit.', code: 'insufficient_quota' } }
    here.at(place).answer({ failure: { status: 429, body } })
    await expect(here.agent.run('hi')).rejects.toMatchObject({ code: 'quota', retryable: false })
  })

  test.each([
    [500, '{}', 'server'],
    [502, '<html><title>502 Bad Gateway</title></html>', 'server'],
    [503, '', 'overloaded'],
    [529, '', 'overloaded'],
  ])('ERR-04 %i is tried again', async (status, body, code) => {
    const here = await stage([place], { retry })
    here.at(place).answer({ failure: { status, body } })
    const codes: string[] = []
    let text = ''
    for await (const event of here.agent.stream('hi')) {
      if (event.type === 'retry') codes.push(event.error.code)
      if (event.type === 'text_delta') text += event.text
    }
    expect([codes, text]).toEqual([[code], 'ok'])
  })

  test('ERR-05 an error as the first event of an answer is tried again', async () => {
    const here = await stage([place], { retry })
    here.at(place).answer({ content, damage: { kind: 'error', afterEvents: 0 } })
    expect((await here.agent.run('hi')).text).toBe('ok')
  })

  test('ERR-06 ERR-07 after the first text it is the end', async () => {
    const here = await stage([place], { retry })
    here.at(place).answer({ content, damage: { kind: 'error', afterEvents: 6, message: 'Oops.' } })
    const events: AgentEvent[] = []
    const run = async () => {
      for await (const event of here.agent.stream('hi')) events.push(event)
    }
    await expect(run()).rejects.toMatchObject({
      message: expect.stringContaining('Oops.'),
      partial: { content: [{ type: 'text', text: expect.stringMatching(/^A s/) }] },
    })
    expect(events.at(-1)?.type).toBe('run_end')
    expect(here.at(place).requests).toHaveLength(1)
  })

  test('an event that is cut in its middle', async () => {
    const here = await stage([place])
    here.at(place).answer({ content, damage: { kind: 'corrupt', afterEvents: 2 } })
    await expect(here.agent.run('hi')).rejects.toMatchObject({ code: 'bad_response' })
  })

  test('ERR-10 the key is in no error', async () => {
    const key = 'sk-very-secret-key-0123456789'
    const here = await stage([place])
    const apiBase = here.at(place).url
    const other = await stage([place], {
      providers: {
        [place.prefix]: { apiKey: key, apiBase, extraHeaders: { 'x-token': `t${key}` } },
      },
    })
    const body = { error: { message: `Bearer ${key} is wrong; t${key} too` } }
    here.at(place).answer({ failure: { status: 401, body } })
    const error: unknown = await other.agent.run('hi').catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'auth' })
    expect(JSON.stringify(error) + String(error)).not.toContain('very-secret')
  })

  test('ABR-01 aborted before it is sent', async () => {
    const here = await stage([place])
    await expect(here.agent.run('hi', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    })
    expect(here.at(place).requests).toEqual([])
  })

  test('ABR-02 ABR-03 aborted while it waits, and within the answer', async () => {
    for (const afterEvents of [0, 5]) {
      const here = await stage([place])
      here.at(place).answer({ content, damage: { kind: 'stall', afterEvents } })
      const controller = new AbortController()
      const run = here.agent.run('hi', { signal: controller.signal })
      setTimeout(() => controller.abort(), 60)
      await expect(run).rejects.toMatchObject({ code: 'aborted', retryable: false })
      await here.at(place).closed(1)
    }
  })

  test('ABR-04 whoever leaves the loop hangs up', async () => {
    const here = await stage([place])
    here.at(place).answer({ content, damage: { kind: 'stall', afterEvents: 6 } })
    for await (const event of here.agent.stream('hi')) if (event.type === 'text_delta') break
    await here.at(place).closed(1)
  })

  test('ABR-05 aborted while it waits for a second try', async () => {
    const here = await stage([place], { retry: { maxRetries: 2, initialDelayMs: 60_000 } })
    here.at(place).answer({ failure: { status: 500 } })
    const controller = new AbortController()
    const run = async () => {
      for await (const event of here.agent.stream('hi', { signal: controller.signal })) {
        if (event.type === 'retry') controller.abort()
      }
    }
    await expect(run()).rejects.toMatchObject({ code: 'aborted' })
    expect(here.at(place).requests).toHaveLength(1)
  })

  test('ABR-07 silence is an error', async () => {
    const here = await stage([place], { timeouts: { idleMs: 60 } })
    here.at(place).answer({ content, damage: { kind: 'stall', afterEvents: 6 } })
    await expect(here.agent.run('hi')).rejects.toMatchObject({ code: 'timeout' })
    await here.at(place).closed(1)
  })
})
