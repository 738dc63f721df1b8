import type { Order } from '../worker.ts'

/** What the contenders are told to do, and how often. */
export interface Measurement {
  readonly order: Order
  /** Times of ours and of the floor, in a full run; peers are slow, and keep to `order`. */
  readonly judgedTimes?: number
  readonly rounds: readonly [warm: number, full: number]
  /** Of a quick run; not asked for where it is absent. */
  readonly quick?: {
    readonly times: number
    readonly rounds: readonly [warm: number, quick: number]
  }
}

const ask = (name: string, setup: Order['setup'], times: number): Order => ({
  task: 'ask',
  name,
  setup,
  times,
})

const listed = {
  text: {
    order: ask('text-2000', 'plain', 5),
    rounds: [4, 9],
    quick: { times: 4, rounds: [2, 3] },
  },
  short: {
    order: ask('text-20', 'plain', 250),
    rounds: [4, 9],
    quick: { times: 80, rounds: [2, 3] },
  },
  loop: {
    order: { task: 'loop', name: 'loop-10', setup: 'tool', times: 20 },
    rounds: [4, 9],
    quick: { times: 10, rounds: [2, 3] },
  },
  args: {
    order: { task: 'args', name: 'args-100', setup: 'tool', times: 1 },
    // A heap that shrank while a slow peer had its turn grows again within the first.
    judgedTimes: 3,
    rounds: [4, 8],
    quick: { times: 1, rounds: [2, 3] },
  },
  long: {
    order: { task: 'args', name: 'args-400', setup: 'tool', times: 1 },
    judgedTimes: 3,
    rounds: [2, 7],
  },
  history: {
    order: ask('text-20', 'history', 4),
    rounds: [2, 7],
    quick: { times: 2, rounds: [1, 2] },
  },
  tools: {
    order: ask('text-20', 'tools', 80),
    rounds: [3, 7],
    quick: { times: 30, rounds: [1, 3] },
  },
  hold: {
    order: { task: 'hold', name: 'slow-40', setup: 'plain', times: 500 },
    rounds: [1, 1],
    quick: { times: 100, rounds: [1, 1] },
  },
} as const satisfies Readonly<Record<string, Measurement>>

export type OrderName = keyof typeof listed

export const measurements: Readonly<Record<OrderName, Measurement>> = listed
