import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './command.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

interface Manifest {
  readonly name: string
  readonly version: string
  readonly bin?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, object>>
  readonly publishConfig?: { readonly exports?: unknown }
  readonly sideEffects?: boolean
}

/** Folders of the workspace by the names of their packages. */
function members(): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const group of ['packages', 'apps']) {
    for (const name of readdirSync(join(root, group))) {
      const folder = join(root, group, name)
      if (existsSync(join(folder, 'package.json'))) found.set(manifestOf(folder).name, folder)
    }
  }
  return found
}

export interface Workshop {
  /** The named packages as a user gets them, installed by npm in a folder of their own. */
  install(label: string, packages: readonly string[]): string
  remove(): void
}

/** Builds packages as they are published, and installs them. */
export function openWorkshop(): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'autobot-bench-'))
  const folders = members()
  const packed = new Map<string, string>()

  const pack = (name: string): string => {
    const known = packed.get(name)
    if (known !== undefined) return known
    const source = folders.get(name)
    if (source === undefined) throw new Error(`${name} is no package of the workspace`)
    const target = join(folder, 'packed', name.replace('@autobot/', ''))
    packed.set(name, target)
    mkdirSync(target, { recursive: true })
    const tsup = join(root, 'node_modules', '.bin', 'tsup')
    run(tsup, ['--no-dts', '--out-dir', join(target, 'dist')], source)
    if (existsSync(join(source, 'bin'))) {
      cpSync(join(source, 'bin'), join(target, 'bin'), { recursive: true })
    }
    const {
      version,
      bin,
      dependencies = {},
      peerDependencies = {},
      peerDependenciesMeta = {},
      publishConfig,
      sideEffects,
    } = manifestOf(source)
    // What is published is what stands in dist: sources stay behind, and ranges become files.
    const ours = (list: Readonly<Record<string, string>>) =>
      Object.fromEntries(
        Object.entries(list).map(([dependency, range]) => [
          dependency,
          folders.has(dependency) ? `file:${pack(dependency)}` : range,
        ]),
      )
    const manifest = {
      name,
      version,
      type: 'module',
      // Bundlers go by it.
      ...(sideEffects !== undefined && { sideEffects }),
      ...(bin !== undefined && { bin }),
      exports: publishConfig?.exports,
      dependencies: ours(dependencies),
      peerDependencies: Object.fromEntries(
        Object.keys(peerDependencies).map((dependency) => [dependency, '*']),
      ),
      peerDependenciesMeta,
    }
    writeFileSync(join(target, 'package.json'), JSON.stringify(manifest))
    return target
  }

  return {
    install(label, packages) {
      const place = join(folder, label)
      mkdirSync(place)
      const dependencies = Object.fromEntries(packages.map((name) => [name, `file:${pack(name)}`]))
      writeFileSync(join(place, 'package.json'), JSON.stringify({ type: 'module', dependencies }))
      const options = ['--install-links', '--ignore-scripts', '--no-audit', '--no-fund']
      run('npm', ['install', ...options], place)
      return place
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Bytes of all files, and number of packages, below `node_modules`. */
export function measureInstallation(place: string): {
  readonly bytes: number
  readonly packages: number
} {
  let bytes = 0
  let packages = 0
  const walk = (folder: string, isScope: boolean): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) {
        const holdsPackages = folder.endsWith('node_modules')
        if (entry.name.startsWith('.') && holdsPackages) continue
        if (isScope || (holdsPackages && !entry.name.startsWith('@'))) packages += 1
        walk(path, holdsPackages && entry.name.startsWith('@'))
      } else if (entry.isFile() && entry.name !== '.package-lock.json') bytes += statSync(path).size
    }
  }
  walk(join(place, 'node_modules'), false)
  return { bytes, packages }
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}
