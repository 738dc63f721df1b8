import { importsOf, isRelative, target } from './imports.ts'
import { isSource, type SourceFile } from './tree.ts'

// Types that mention each other (a message, its response) emit no code.
const contract = 'packages/core/src/contract/'

/** Files that import each other in a circle; imports of types count too, but in the contract. */
export function cycles(files: readonly SourceFile[]): readonly string[] {
  const edges = new Map<string, readonly string[]>()
  for (const file of files) {
    if (!isSource(file.path) || file.path.startsWith(contract)) continue
    edges.set(
      file.path,
      importsOf(file)
        .filter((edge) => isRelative(edge.specifier))
        .map((edge) => target(file.path, edge.specifier)),
    )
  }
  const state = new Map<string, 'open' | 'done'>()
  const trail: string[] = []
  const found: string[] = []
  const visit = (path: string): void => {
    state.set(path, 'open')
    trail.push(path)
    for (const next of edges.get(path) ?? []) {
      if (state.get(next) === 'open') {
        found.push([...trail.slice(trail.indexOf(next)), next].join(' → '))
      } else if (!state.has(next)) {
        visit(next)
      }
    }
    trail.pop()
    state.set(path, 'done')
  }
  for (const path of edges.keys()) if (!state.has(path)) visit(path)
  return found
}
