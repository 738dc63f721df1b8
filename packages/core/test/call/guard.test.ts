import { describe, expect, it } from 'vitest'
import { guard } from '../../src/call/guard.ts'

const never = new AbortController().signal
async function* silentAfter(count: number, signal: AbortSignal): AsyncGenerator<number> {
  for (let n = 0; n < count; n += 1) yield n
  await new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(new Error('closed'))),
  )
}
const drain = async (stream: AsyncIterable<number>): Promise<number[]> => {
  const all: number[] = []
  for await (const n of stream) all.push(n)
  return all
}

describe('guard', () => {
  it('ABR-07 a silence is a timeout, and the provider is told', async () => {
    let told = false
    const open = (signal: AbortSignal) => {
      signal.addEventListener('abort', () => (told = true))
      return silentAfter(2, signal)
    }
    const stream = guard(open, { provider: 'p', signal: never, timeouts: { idleMs: 20 } })
    await expect(drain(stream)).rejects.toMatchObject({ code: 'timeout' })
    expect(told).toBe(true)
  })

  it('a model that says nothing is a timeout of its own', async () => {
    const stream = guard((signal) => silentAfter(0, signal), {
      provider: 'p',
      signal: never,
      timeouts: { firstTokenMs: 10 },
    })
    await expect(drain(stream)).rejects.toMatchObject({ code: 'timeout' })
  })

  it('ABR-01 an aborted signal opens nothing', async () => {
    let opened = false
    const stream = guard(
      (signal) => {
        opened = true
        return silentAfter(1, signal)
      },
      { provider: 'p', signal: AbortSignal.abort(), timeouts: {} },
    )
    await expect(drain(stream)).rejects.toMatchObject({ code: 'aborted' })
    expect(opened).toBe(false)
  })

  it('ABR-04 leaving the loop aborts the call', async () => {
    let aborted = false
    const open = (signal: AbortSignal) => {
      signal.addEventListener('abort', () => (aborted = true))
      return silentAfter(5, signal)
    }
    for await (const n of guard(open, { provider: 'p', signal: never, timeouts: {} }))
      if (n === 1) break
    expect(aborted).toBe(true)
  })
})
