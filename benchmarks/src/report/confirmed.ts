import type { Row } from './row.ts'
import { verdict } from './verdict.ts'

/**
 * Measures once more what looks like an alarm, and nothing else: it stays one only when both are.
 * The second measurement is what counts, the first one is told beside it.
 */
export async function confirmed(
  rows: readonly Row[],
  again: (row: Row) => Promise<Row | undefined>,
): Promise<readonly Row[]> {
  const result: Row[] = []
  for (const row of rows) {
    const second = verdict(row) === 'alarm' ? await again(row) : undefined
    result.push(second === undefined ? row : { ...second, note: noteOf(row, second) })
  }
  return result
}

function noteOf(first: Row, { note }: Row): string {
  const told = `measured twice, at first ${(first.values['ours'] ?? Number.NaN).toFixed(2)}`
  return note === undefined ? told : `${note}; ${told}`
}
