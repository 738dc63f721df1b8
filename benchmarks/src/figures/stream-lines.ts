import type { WireName } from '../answers/script.ts'
import { median, type Row } from '../report/row.ts'
import type { Measured } from '../worker.ts'
import type { OrderName } from './stream-orders.ts'

/** What each contender's rounds measured, by the order that was given. */
export type Found = ReadonlyMap<OrderName, ReadonlyMap<string, readonly Measured[]>>

/** A line of the table, and the orders that it is made of. */
export interface StreamLine {
  readonly figure: string
  readonly orders: readonly OrderName[]
  row(found: Found): Row
}

export function streamLines(wire: WireName): readonly StreamLine[] {
  const isBedrock = wire === 'bedrock'
  const text = { chat: 2, responses: 2, messages: 1.7, gemini: 2, bedrock: 2.5 }[wire]
  const of = (
    order: OrderName,
    figure: string,
    target: number,
    value: (measured: Measured) => number = cpu,
    unit: (floor: number) => string = milliseconds,
  ): StreamLine => ({
    figure,
    orders: [order],
    row(found) {
      const middle = over(found.get(order), value, median)
      const least = over(found.get(order), value, lowest)
      const { floor = Number.NaN } = middle
      return {
        figure,
        wire,
        unit: 'x',
        values: each(middle, (cost) => cost / floor),
        target,
        floor: unit(floor),
        least: (least['ours'] ?? Number.NaN) / (least['floor'] ?? Number.NaN),
      }
    },
  })
  return [
    of('text', 'CPU per delta, 2 000 deltas', text, cpu, microseconds),
    of('short', 'CPU per short request', isBedrock ? 2 : 1.3),
    of('loop', 'CPU of a 10-step tool loop', isBedrock ? 2 : 1.4),
    of('hold', 'memory per slow stream, 500 streams', 1.2, (m) => m.heapBytes, kilobytes),
    of('args', 'tool arguments, 100 KB in 5 000 deltas', 2),
    argumentGrowth(wire),
    of('history', 'request with a 2 MB history', 1.2),
    of('tools', 'request with 100 tools', 1.5),
    firstDelta(wire),
  ]
}

function argumentGrowth(wire: WireName): StreamLine {
  const figure = 'tool arguments, growth from 100 KB to 400 KB'
  return {
    figure,
    orders: ['args', 'long'],
    row(found) {
      const short = over(found.get('args'), cpu, median)
      const long = over(found.get('long'), cpu, median)
      const values = each(long, (ms, who) => ms / (short[who] ?? Number.NaN))
      const note = `the floor grows ${(values['floor'] ?? Number.NaN).toFixed(2)} times`
      return { figure, wire, unit: 'x', values, target: 4.4, note }
    },
  }
}

/** In wall time: a busy machine adds whole milliseconds, but not to the quickest requests. */
function firstDelta(wire: WireName): StreamLine {
  const figure = 'added time to the first delta'
  return {
    figure,
    orders: ['short'],
    row(found) {
      const middle = over(found.get('short'), (m) => m.firstMs, median)
      const quickest = over(found.get('short'), (m) => m.quickFirstMs, lowest)
      const { floor = Number.NaN, ...others } = middle
      return {
        figure,
        wire,
        unit: 'ms',
        values: each(others, (ms) => ms - floor),
        target: 0.2,
        floor: milliseconds(floor),
        least: (quickest['ours'] ?? Number.NaN) - (quickest['floor'] ?? Number.NaN),
        tolerance: 0.4,
      }
    },
  }
}

type Summary = Readonly<Record<string, number>>

function over(
  rounds: ReadonlyMap<string, readonly Measured[]> | undefined,
  value: (measured: Measured) => number,
  summary: (values: readonly number[]) => number,
): Summary {
  return Object.fromEntries(
    [...(rounds ?? [])].map(([who, list]) => [who, summary(list.map(value))]),
  )
}

function each(values: Summary, change: (value: number, who: string) => number): Summary {
  return Object.fromEntries(Object.entries(values).map(([who, value]) => [who, change(value, who)]))
}

function lowest(values: readonly number[]): number {
  return Math.min(...values)
}

function cpu(measured: Measured): number {
  return measured.cpuMs
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(2)} ms`
}

function microseconds(ms: number): string {
  return `${(ms / 2).toFixed(2)} µs a delta`
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} KB`
}
