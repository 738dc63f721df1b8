/** Colours where a person looks on, none elsewhere. */
export interface Paint {
  dim(text: string): string
  bold(text: string): string
  good(text: string): string
  bad(text: string): string
}

export function createPaint(colours: boolean): Paint {
  const wrap = (code: number) => (text: string) =>
    colours && text !== '' ? `\u001B[${code}m${text}\u001B[0m` : text
  return { dim: wrap(2), bold: wrap(1), good: wrap(32), bad: wrap(31) }
}
