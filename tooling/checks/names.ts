import ts from 'typescript'
import { lineOf, parse } from './imports.ts'
import type { SourceFile } from './tree.ts'

const drawers = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'shared', 'misc'])
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** Names of files and folders with code, and default exports. */
export function names(files: readonly SourceFile[]): readonly string[] {
  const found: string[] = []
  const seen = new Set<string>()
  for (const file of files) {
    if (!/\.(ts|mts|js|mjs)$/.test(file.path)) continue
    const parts = file.path.split('/')
    parts.forEach((part, index) => {
      const path = parts.slice(0, index + 1).join('/')
      if (seen.has(path)) return
      seen.add(path)
      // Hidden folders are named by the tool that reads them.
      const stem = part
        .replace(/^\./, '')
        .replace(/(\.(test|config|d|generated))?\.(ts|mts|js|mjs)$/, '')
      if (!kebab.test(stem)) found.push(`${path}: names are kebab-case`)
      if (drawers.has(stem)) found.push(`${path}: name it for what it gives`)
    })
    found.push(...defaultExports(file))
  }
  return found
}

function defaultExports(file: SourceFile): readonly string[] {
  // A configuration file's default export is what its tool reads; a plugin's is its contract.
  if (/\.config\.(ts|mjs)$/.test(file.path) || /\/fixtures\//.test(file.path)) return []
  if (file.path.startsWith('site/.vitepress/')) return []
  const source = parse(file)
  const found: string[] = []
  ts.forEachChild(source, (node) => {
    const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : []
    const isDefault =
      (ts.isExportAssignment(node) && node.isExportEquals !== true) ||
      modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ||
      (ts.isExportDeclaration(node) &&
        node.exportClause !== undefined &&
        ts.isNamedExports(node.exportClause) &&
        node.exportClause.elements.some((element) => element.name.text === 'default'))
    if (isDefault) found.push(`${file.path}:${lineOf(source, node)} exports by default: name it`)
  })
  return found
}
