import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProviderNames } from './provider-names.ts'

/** A host of a known wire, or a wire that nobody else speaks. */
export const flavours = ['openai-chat', 'own'] as const
export type Flavour = (typeof flavours)[number]

/** Text of each file, by its path in the new package. */
export type Files = ReadonlyMap<string, string>

// What the workspace needs of a flavour, and a package of its own does not.
const workspaceOnly = /^(node_modules|dist|vitest\.config\.ts)(\/|$)/

/** The template's files as they are: the shared ones and the flavour's. */
export function readTemplate(folder: string, flavour: Flavour): Files {
  const files = new Map<string, string>()
  for (const part of ['shared', flavour]) {
    const root = join(folder, part)
    for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const full = join(entry.parentPath, entry.name)
      // npm leaves out of an archive what is named .gitignore; a package.json misleads tools.
      const path = full
        .slice(root.length + 1)
        .replaceAll('\\', '/')
        .replace(/(^|\/)_gitignore$/, '$1.gitignore')
        .replace(/^_package\.json$/, 'package.json')
      if (workspaceOnly.test(path)) continue
      const text = readFileSync(full, 'utf8')
      const before = path === 'package.json' ? files.get(path) : undefined
      files.set(path, before === undefined ? text : withDependencies(before, text))
    }
  }
  return files
}

/** The files of a package that stands alone. */
export function fillTemplate(files: Files, names: ProviderNames): Files {
  const filled = new Map<string, string>()
  for (const [path, text] of files) {
    filled.set(path, fillText(path === 'package.json' ? withRanges(text) : text, names))
  }
  return filled
}

/** Names for placeholders; marks of the documentation's snippets go. */
function fillText(text: string, names: ProviderNames): string {
  return text
    .replaceAll(/^[ \t]*\/\/ #(end)?region.*\n/gm, '')
    .replaceAll('autobot-provider-acme', names.packageName)
    .replaceAll('ACME', names.constant)
    .replaceAll('Acme', names.displayName)
    .replaceAll('acme', names.prefix)
}

type Manifest = Readonly<Record<string, unknown>>
type Ranges = Readonly<Record<string, string>>

/** The shared manifest with what a flavour depends on. */
function withDependencies(shared: string, member: string): string {
  const made: Record<string, unknown> = { ...(JSON.parse(shared) as Manifest) }
  for (const [block, ranges] of Object.entries(JSON.parse(member) as Manifest)) {
    if (!block.endsWith('ependencies')) continue
    const all = Object.entries({ ...(made[block] as Ranges), ...(ranges as Ranges) })
    made[block] = Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1)))
  }
  return print(made)
}

/** Ranges instead of links into the workspace: the newest, which the lock file then pins. */
function withRanges(text: string): string {
  const fields = Object.entries(JSON.parse(text) as Manifest).map(([block, value]) => {
    if (!block.endsWith('ependencies')) return [block, value]
    const ranges = Object.entries(value as Ranges)
    return [block, Object.fromEntries(ranges.map(([name, range]) => [name, published(range)]))]
  })
  return print(Object.fromEntries(fields))
}

function print(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`
}

function published(range: string): string {
  if (!range.startsWith('workspace:')) return range
  const rest = range.slice('workspace:'.length)
  return rest === '*' ? '>=0.1.0' : rest
}
