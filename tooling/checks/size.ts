import { isSource, type SourceFile } from './tree.ts'

export const maxLines = 250

/** Source files that have grown past one room. */
export function size(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter((file) => isSource(file.path))
    .map((file) => ({ path: file.path, lines: file.text.replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > maxLines)
    .map(({ path, lines }) => `${path} has ${lines} lines: over ${maxLines}, split it by noun`)
}
