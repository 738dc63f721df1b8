import { posix } from 'node:path'
import ts from 'typescript'
import { parse, target } from './imports.ts'
import type { SourceFile } from './tree.ts'

/** What a package promises to the outside: what may be imported from where. */
export interface Surface {
  readonly name: string
  /** The export map as it is published. */
  readonly exports: unknown
  readonly bin?: unknown
  /** By subpath. */
  readonly names: Readonly<Record<string, EntryNames>>
}

export interface EntryNames {
  readonly values: readonly string[]
  readonly types: readonly string[]
}

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly bin?: unknown
  readonly publishConfig?: { readonly exports?: unknown }
}

/** Where the pin of a package is. */
export function pinPath(folder: string): string {
  return `tooling/checks/surface/${posix.basename(folder)}.json`
}

/** By folder, the surface of each package that is published. */
export function surfaces(files: readonly SourceFile[]): ReadonlyMap<string, Surface> {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const found = new Map<string, Surface>()
  for (const file of files) {
    const folder = /^((?:packages|apps)\/[^/]+)\/package\.json$/.exec(file.path)?.[1]
    if (folder === undefined) continue
    const manifest = JSON.parse(file.text) as Manifest
    if (manifest.private === true) continue
    const names: Record<string, EntryNames> = {}
    for (const [subpath, entry] of Object.entries(manifest.exports ?? {})) {
      const source = typeof entry === 'string' ? undefined : entry['@autobot/source']
      if (source === undefined) continue
      const all = exportsOf(posix.join(folder, source), byPath)
      const pick = (kind: 'value' | 'type'): string[] =>
        [...all]
          .filter(([, k]) => k === kind)
          .map(([name]) => name)
          .toSorted()
      names[subpath] = { values: pick('value'), types: pick('type') }
    }
    found.set(folder, {
      name: manifest.name,
      exports: manifest.publishConfig?.exports ?? manifest.exports ?? {},
      ...(manifest.bin !== undefined && { bin: manifest.bin }),
      names,
    })
  }
  return found
}

export function printSurface(surface: Surface): string {
  return `${JSON.stringify(surface, null, 2)}\n`
}

/** Where a package and its pin differ. */
export function surface(files: readonly SourceFile[]): readonly string[] {
  const pins = new Map(
    files
      .filter(({ path }) => /^tooling\/checks\/surface\/[^/]+\.json$/.test(path))
      .map(({ path, text }) => [path, JSON.parse(text) as Surface]),
  )
  const found: string[] = []
  for (const [folder, actual] of surfaces(files)) {
    const pin = pins.get(pinPath(folder))
    pins.delete(pinPath(folder))
    if (pin === undefined) {
      found.push(`${folder}: its surface is not pinned; run \`pnpm surface\``)
      continue
    }
    if (JSON.stringify([pin.exports, pin.bin]) !== JSON.stringify([actual.exports, actual.bin])) {
      found.push(`${folder}: the export map is not the pinned one`)
    }
    for (const subpath of new Set([...Object.keys(pin.names), ...Object.keys(actual.names)])) {
      const before = lines(pin.names[subpath])
      const now = lines(actual.names[subpath])
      for (const name of before)
        if (!now.has(name)) found.push(`${folder} ${subpath}: lost ${name}`)
      for (const name of now) if (!before.has(name)) found.push(`${folder} ${subpath}: new ${name}`)
    }
  }
  for (const path of pins.keys()) found.push(`${path}: pins a package that is not there`)
  return found
}

function lines(names: EntryNames | undefined): ReadonlySet<string> {
  return new Set([
    ...(names?.values ?? []).map((name) => `value ${name}`),
    ...(names?.types ?? []).map((name) => `type ${name}`),
  ])
}

/** Exported names of a file; stars are followed inside the package. */
function exportsOf(
  path: string,
  files: ReadonlyMap<string, SourceFile>,
  seen: ReadonlySet<string> = new Set(),
): Map<string, 'value' | 'type'> {
  const names = new Map<string, 'value' | 'type'>()
  const file = files.get(path)
  if (file === undefined || seen.has(path)) return names
  const add = (name: string, isType: boolean): void => {
    if (names.get(name) !== 'value') names.set(name, isType ? 'type' : 'value')
  }
  for (const node of parse(file).statements) {
    if (ts.isExportDeclaration(node)) {
      const from = node.moduleSpecifier
      if (node.exportClause !== undefined) {
        if (ts.isNamespaceExport(node.exportClause))
          add(node.exportClause.name.text, node.isTypeOnly)
        else {
          for (const element of node.exportClause.elements) {
            add(element.name.text, node.isTypeOnly || element.isTypeOnly)
          }
        }
      } else if (from !== undefined && ts.isStringLiteral(from)) {
        // Another package's names are pinned by that package.
        if (!from.text.startsWith('.')) add(`* from ${from.text}`, node.isTypeOnly)
        else {
          const inner = exportsOf(target(path, from.text), files, new Set([...seen, path]))
          for (const [name, kind] of inner) add(name, node.isTypeOnly || kind === 'type')
        }
      }
    } else if (isExported(node)) {
      if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
        add(node.name.text, true)
      else if (ts.isVariableStatement(node)) {
        for (const { name } of node.declarationList.declarations) {
          if (ts.isIdentifier(name)) add(name.text, false)
        }
      } else if ((ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) && node.name) {
        add(node.name.text, false)
      }
    }
  }
  return names
}

function isExported(node: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  )
}
