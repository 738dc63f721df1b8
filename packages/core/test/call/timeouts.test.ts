import { expect, it } from 'vitest'
import { createAgent } from '../../src/index.ts'
import { guard } from '../../src/call/guard.ts'

const never = new AbortController().signal

it('tells a service that does not begin from one that thinks', async () => {
  async function* thinking(signal: AbortSignal): AsyncGenerator<string> {
    yield 'start'
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error())))
  }
  async function* silent(signal: AbortSignal): AsyncGenerator<string> {
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error())))
    yield 'never'
  }
  const run = async (open: (signal: AbortSignal) => AsyncIterable<string>, timeouts: object) => {
    const isContent = (item: string): boolean => item !== 'start'
    for await (const _ of guard(open, { provider: 'p', signal: never, timeouts, isContent }))
      continue
  }
  await expect(run(silent, { connectMs: 10 })).rejects.toMatchObject({
    code: 'timeout',
    message: expect.stringContaining('no connection') as string,
  })
  await expect(run(thinking, { connectMs: 10, firstTokenMs: 40 })).rejects.toMatchObject({
    message: expect.stringContaining('no answer') as string,
  })
})

it('a limit that no timer can hold is no limit', async () => {
  const timeouts = { connectMs: Infinity, firstTokenMs: Infinity, idleMs: 1e12, totalMs: 1e12 }
  async function* slow(): AsyncGenerator<string> {
    await new Promise((resolve) => setTimeout(resolve, 20))
    yield 'late'
    await new Promise((resolve) => setTimeout(resolve, 20))
    yield 'later'
  }
  const seen: string[] = []
  for await (const item of guard(() => slow(), { provider: 'p', signal: never, timeouts })) {
    seen.push(item)
  }
  expect(seen).toEqual(['late', 'later'])
})

it('a limit of no calls at all is refused: every run would wait for ever', () => {
  for (const most of [0, -1, NaN]) {
    expect(() => createAgent({ model: 'p/m', plugins: [], concurrency: { p: most } })).toThrow(
      /calls at the same time for "p"/,
    )
  }
})
