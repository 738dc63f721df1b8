import { expect, test } from 'vitest'
import { batched, batchesOf } from '../../src/batch/batched.ts'

async function* source(...batches: readonly (readonly number[] | Error)[]) {
  for (const batch of batches) {
    if (batch instanceof Error) throw batch
    yield batch
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

test('items come one by one, in their order, and empty batches give none', async () => {
  expect(await all(batched(source([1, 2], [], [3])))).toEqual([1, 2, 3])
  expect(await all(batched(source()))).toEqual([])
})

test('whoever reads batches gets them as they were; anything else is batches of one', async () => {
  expect(await all(batchesOf(batched(source([1, 2], [3]))))).toEqual([[1, 2], [3]])
  async function* plain() {
    yield 1
    yield 2
  }
  expect(await all(batchesOf(plain()))).toEqual([[1], [2]])
})

test('calls that do not wait for each other are answered in their order', async () => {
  const items = batched(source([1], [2, 3], [4]))
  const results = await Promise.all([1, 2, 3, 4, 5, 6].map(() => items.next()))
  expect(results.map(({ value }) => value)).toEqual([1, 2, 3, 4, undefined, undefined])
  expect(results.map(({ done }) => done)).toEqual([false, false, false, false, true, true])
})

test('what came before a failure is delivered before it, and nothing after it', async () => {
  const items = batched(source([1, 2], new Error('cut')))
  const seen: number[] = []
  await expect(async () => {
    for await (const item of items) seen.push(item)
  }).rejects.toThrow('cut')
  expect(seen).toEqual([1, 2])
  expect(await items.next()).toEqual({ done: true, value: undefined })
})

test('an abort drops the rest of a batch, and the source says how it ends', async () => {
  const controller = new AbortController()
  async function* aborting() {
    yield [1, 2, 3]
    controller.signal.throwIfAborted()
  }
  const seen: number[] = []
  await expect(async () => {
    for await (const item of batched(aborting(), controller.signal)) {
      seen.push(item)
      controller.abort(new Error('enough'))
    }
  }).rejects.toThrow('enough')
  expect(seen).toEqual([1])
})

test('leaving the loop ends the source; what was never read is never opened', async () => {
  let ended = 0
  let opened = 0
  async function* watched() {
    opened += 1
    try {
      yield [1, 2]
      yield [3]
    } finally {
      ended += 1
    }
  }
  for await (const item of batched(watched())) if (item === 1) break
  expect([opened, ended]).toEqual([1, 1])
  await batched(watched()).return()
  expect([opened, ended]).toEqual([1, 1])
})

test('leaving does not wait for a source that hangs', async () => {
  let left = false
  const hanging: AsyncIterable<readonly number[]> = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise(() => undefined),
      return() {
        left = true
        return Promise.resolve({ done: true, value: undefined })
      },
    }),
  }
  const items = batched(hanging)
  void items.next()
  expect(await items.return()).toEqual({ done: true, value: undefined })
  expect(left).toBe(true)
})

test('throwing into it ends the source and comes out again', async () => {
  const items = batched(source([1, 2]))
  await items.next()
  await expect(items.throw(new Error('mine'))).rejects.toThrow('mine')
  expect(await items.next()).toEqual({ done: true, value: undefined })
})
