import { expect, it } from 'vitest'
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
