import { expect, it } from 'vitest'
import type { OrderName } from '../src/figures/stream-orders.ts'
import { streamLines, type Found } from '../src/figures/stream-lines.ts'
import type { Row } from '../src/report/row.ts'
import { verdict } from '../src/report/verdict.ts'
import type { Measured } from '../src/worker.ts'

const round = (given: Partial<Measured>): Measured => ({
  cpuMs: 1,
  wallMs: 1,
  firstMs: 1,
  quickFirstMs: 1,
  heapBytes: 1000,
  ...given,
})

function rowOf(figure: string, order: OrderName, floor: Measured[], ours: Measured[]): Row {
  const found: Found = new Map([[order, new Map(Object.entries({ floor, ours }))]])
  const line = streamLines('chat').find((each) => each.figure === figure)
  if (line === undefined) throw new Error(`no figure ${figure}`)
  expect(line.orders).toEqual([order])
  return line.row(found)
}

it('is a multiple of the floor: of medians, and of the least disturbed rounds', () => {
  const cpu = (...list: number[]): Measured[] => list.map((cpuMs) => round({ cpuMs }))
  const row = rowOf('CPU per short request', 'short', cpu(2, 1, 4), cpu(30, 3, 20))
  expect(row).toMatchObject({ values: { ours: 10, floor: 1 }, least: 3, floor: '2.00 ms' })
  // The median is far off, and one round shows that it need not be.
  expect(verdict(row)).toBe('missed')
})

it('is no alarm when a busy machine delays most requests, and one when all are late', () => {
  const figure = 'added time to the first delta'
  const quiet = [round({ firstMs: 1, quickFirstMs: 0.8 })]
  const busy = rowOf(figure, 'short', quiet, [round({ firstMs: 9, quickFirstMs: 0.9 })])
  expect(busy).toMatchObject({ values: { ours: 8 }, unit: 'ms' })
  expect(verdict(busy)).toBe('missed')
  const late = rowOf(figure, 'short', quiet, [round({ firstMs: 9, quickFirstMs: 8.5 })])
  expect(verdict(late)).toBe('alarm')
})

it('compares the growth of arguments with that of the contender itself', () => {
  const line = streamLines('chat').find(({ orders }) => orders.includes('long'))
  const of = (cpuMs: number) => new Map([['ours', [round({ cpuMs })]]])
  const row = line?.row(
    new Map([
      ['args', of(2)],
      ['long', of(9)],
    ]),
  )
  expect(row?.values).toEqual({ ours: 4.5 })
})
