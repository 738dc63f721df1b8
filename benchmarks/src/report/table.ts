import type { Row } from './row.ts'
import { verdict } from './verdict.ts'

/** Markdown, so that a run can be pasted. */
export function table(rows: readonly Row[]): string {
  const lines = [
    '| Figure | Wire | Ours | Target | | Best peer | Others | Floor |',
    '|---|---|---|---|---|---|---|---|',
  ]
  const marks = { none: '', met: 'met', missed: 'missed', alarm: 'MISSED BY FAR' }
  for (const row of rows) {
    const { ours, floor: _floor, ...others } = row.values
    const peers = Object.entries(others).sort(([, a], [, b]) => (row.unit === '%' ? b - a : a - b))
    const [best, ...rest] = peers
    const cells = [
      row.figure,
      row.wire,
      ours === undefined ? '-' : show(ours, row.unit),
      row.target === undefined ? '' : show(row.target, row.unit),
      marks[verdict(row)],
      best === undefined ? '' : `${best[0]} ${show(best[1], row.unit)}`,
      rest.map(([name, value]) => `${name} ${show(value, row.unit)}`).join(', '),
      [row.floor, row.note].filter((text) => text !== undefined).join('; '),
    ]
    lines.push(`| ${cells.join(' | ')} |`)
  }
  return lines.join('\n')
}

function show(value: number, unit: Row['unit']): string {
  const digits = unit === 'x' || unit === 'ms' ? 2 : unit === 'bytes' || unit === 'packages' ? 0 : 1
  const number = Number.isFinite(value) ? value.toFixed(digits) : '-'
  return unit === 'packages' || unit === 'x' ? number : `${number} ${unit}`
}
