import { expect, it } from 'vitest'
import { confirmed } from '../src/report/confirmed.ts'
import type { Row } from '../src/report/row.ts'
import { verdict } from '../src/report/verdict.ts'

const row = (figure: string, ours: number): Row => ({
  figure,
  wire: 'chat',
  unit: 'x',
  values: { ours },
  target: 1,
})

it('measures once more what looks like an alarm, and nothing else', async () => {
  const asked: string[] = []
  const rows = [row('met', 1), row('missed', 2.9), row('far off', 4)]
  const result = await confirmed(rows, async ({ figure }) => {
    asked.push(figure)
    return row(figure, 1.1)
  })
  expect(asked).toEqual(['far off'])
  expect(result.slice(0, 2)).toEqual(rows.slice(0, 2))
  expect(result[2]).toEqual({ ...row('far off', 1.1), note: 'measured twice, at first 4.00' })
  expect(result.map(verdict)).toEqual(['met', 'missed', 'missed'])
})

it('leaves an alarm one that comes twice', async () => {
  const second = { ...row('far off', 5), note: 'all of it' }
  const [result] = await confirmed([row('far off', 4)], async () => second)
  expect(result?.note).toBe('all of it; measured twice, at first 4.00')
  expect(result === undefined ? undefined : verdict(result)).toBe('alarm')
})

it('leaves an alarm what cannot be measured again', async () => {
  const rows = [row('far off', 4)]
  expect(await confirmed(rows, async () => undefined)).toEqual(rows)
})
