import { stripVTControlCharacters } from 'node:util'

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1faff}\u{20000}-\u{3fffd}]/u
const none = /\p{Mn}|\p{Me}|[\u200b-\u200f]|[\ufe00-\ufe0f]/u

/** Columns that a text takes on a terminal. */
export function displayWidth(text: string): number {
  let width = 0
  for (const letter of stripVTControlCharacters(text)) width += widthOf(letter)
  return width
}

/** The beginning that fits; what is left out is shown by a dot. */
export function fitting(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text
  let width = 0
  let result = ''
  for (const letter of text) {
    width += widthOf(letter)
    if (width > columns - 1) break
    result += letter
  }
  return `${result}…`
}

/** A terminal obeys what stands in a text: what a model or a tool wrote must not move its cursor. */
export function withoutControls(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '')
}

function widthOf(letter: string): number {
  if (none.test(letter)) return 0
  return wide.test(letter) ? 2 : 1
}
