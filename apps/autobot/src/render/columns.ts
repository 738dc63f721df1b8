import { displayWidth } from './display-width.ts'

/** Rows of text under a header, each column as wide as its widest cell. */
export function columns(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows]
  const widths = header.map((_, index) =>
    Math.max(...all.map((row) => displayWidth(row[index] ?? ''))),
  )
  return all
    .map((row) =>
      row
        .map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - displayWidth(cell)))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('')
}
