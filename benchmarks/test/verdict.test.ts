import { expect, it } from 'vitest'
import type { Row } from '../src/report/row.ts'
import { verdict, type Verdict } from '../src/report/verdict.ts'

const row = (ours: number | undefined, more: Partial<Row> = {}): Row => ({
  figure: 'a figure',
  wire: 'chat',
  unit: 'x',
  values: ours === undefined ? {} : { ours },
  target: 1,
  ...more,
})

it.each<readonly [string, Row, Verdict]>([
  ['at its target', row(1), 'met'],
  ['over it', row(1.1), 'missed'],
  ['three times its target', row(3), 'missed'],
  ['over three times', row(3.1), 'alarm'],
  ['over three times in every round', row(5, { least: 3.1 }), 'alarm'],
  ['over three times, but not in the quietest round', row(5, { least: 1.4 }), 'missed'],
  ['a quiet round that is worse than the median of the ratios', row(2.9, { least: 4 }), 'missed'],
  ['without a target', { ...row(9), target: undefined } as never, 'none'],
  ['that ours has no part in', row(undefined), 'none'],
  ['of a share that is reached', row(96, { unit: '%', target: 95 }), 'met'],
  ['of a share that is not', row(90, { unit: '%', target: 95 }), 'missed'],
  ['of a share of which less than a third is there', row(30, { unit: '%', target: 95 }), 'alarm'],
])('judges a figure %s', (_, given, expected) => {
  expect(verdict(given)).toBe(expected)
})

it('leaves a difference near zero room for what the machine does alone', () => {
  const growth = { unit: 'bytes', target: 100, tolerance: 1000 } as const
  expect(verdict(row(-80, growth))).toBe('met')
  expect(verdict(row(388, growth))).toBe('missed')
  expect(verdict(row(1300, growth))).toBe('missed')
  expect(verdict(row(1301, growth))).toBe('alarm')
})
