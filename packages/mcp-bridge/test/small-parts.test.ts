import { expect, it, vi } from 'vitest'
import { backoff } from '../src/backoff.ts'
import { delimit, delimiterBytes } from '../src/delimit.ts'
import { serverEnvironment } from '../src/environment.ts'
import { queue } from '../src/queue.ts'
import { settled } from '../src/serve/settled.ts'
import { stabilise } from '../src/stabilise.ts'

it('leaves a server alone longer and longer, and after five failures in ten minutes altogether', () => {
  let time = 1_000_000
  const pause = backoff(() => time)
  const waits: number[] = []
  for (let failure = 0; failure < 5; failure++) {
    pause.failed()
    waits.push(pause.left())
    time += pause.left()
  }
  // The fifth waits until the first is ten minutes old.
  expect(waits).toEqual([0, 1000, 2000, 4000, 593_000])
  expect(pause.isOver()).toBe(true)
  pause.failed()
  expect(pause.isOver()).toBe(false)
  pause.reset()
  expect(pause.isOver()).toBe(true)
})

it('inherits on Windows what programs there cannot do without, and nothing else', () => {
  const all = (name: string): string => `the ${name}`
  expect(Object.keys(serverEnvironment({ A: '1', PATH: '2' }, all, 'linux')).sort()).toEqual([
    'A',
    'HOME',
    'LANG',
    'PATH',
  ])
  expect(serverEnvironment({ PATH: '2' }, all, 'linux')['PATH']).toBe('2')
  const windows = Object.keys(serverEnvironment({}, all, 'win32'))
  expect(windows).toEqual(expect.arrayContaining(['SystemRoot', 'PATHEXT', 'APPDATA']))
  expect(windows).not.toContain('SECRET')
})

it('lets a few pieces of work run at a time, and the others in their order', async () => {
  const inTurn = queue(3)
  let running = 0
  let most = 0
  const order: number[] = []
  const work = Array.from({ length: 30 }, (_, index) =>
    inTurn(async () => {
      most = Math.max(most, ++running)
      order.push(index)
      await Promise.resolve()
      running--
      if (index === 4) throw new Error('one of them fails')
    }).catch(() => undefined),
  )
  await Promise.all(work)
  expect(most).toBe(3)
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(running).toBe(0)
})

it('takes points in time out of a schema, and nothing else', () => {
  const property = (more: object): object => ({ type: 'string', ...more })
  const schema = {
    type: 'object',
    properties: {
      since: property({ default: '2026-11-28T10:00:00.000Z', examples: ['2026-11-28'] }),
      at: { type: 'number', default: 1_795_877_048_000 },
      default: property({ default: 'all', examples: ['v2026'] }),
      count: { type: 'number', default: 100 },
    },
  }
  expect(stabilise(schema as never)).toEqual({
    type: 'object',
    properties: {
      since: { type: 'string' },
      at: { type: 'number' },
      default: property({ default: 'all', examples: ['v2026'] }),
      count: { type: 'number', default: 100 },
    },
  })
})

it('tells of many changes that come together once', () => {
  vi.useFakeTimers()
  const tell = vi.fn()
  const changed = settled(tell)
  for (let change = 0; change < 200; change++) changed()
  expect(tell).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1000)
  changed()
  vi.advanceTimersByTime(1000)
  expect(tell).toHaveBeenCalledTimes(2)
  vi.useRealTimers()
})

it('puts a result between marks that its server could not have known', () => {
  const said = { type: 'text', text: 'x' } as const
  const texts = (): string[] =>
    delimit([said], 's'.repeat(200), 't'.repeat(200)).map((part) =>
      part.type === 'text' ? part.text : '',
    )
  const [begin = '', middle, end = ''] = texts()
  const number = /^\[([0-9a-f]{16}): begin/.exec(begin)?.[1] ?? 'none'
  expect(middle).toBe('x')
  expect(end).toBe(`[${number}: end]`)
  expect(texts()[0]).not.toBe(begin)
  expect(Buffer.byteLength(begin + end)).toBeLessThan(delimiterBytes)
})
