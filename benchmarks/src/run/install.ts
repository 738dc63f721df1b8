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
import { buildInto } from './build.ts'
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
  install(label: string, packages: readonly string[]): Promise<string>
  remove(): void
}

/** Packages as they are published, but for their declarations, and installations of them. */
export function openWorkshop(): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'autobot-bench-'))
  const folders = members()
  const packed = new Map<string, Promise<string>>()

  const pack = (name: string): Promise<string> => {
    const known = packed.get(name) ?? packNow(name)
    packed.set(name, known)
    return known
  }

  const packNow = async (name: string): Promise<string> => {
    const source = folders.get(name)
    if (source === undefined) throw new Error(`${name} is no package of the workspace`)
    const target = join(folder, 'packed', name.replace('@autobot/', ''))
    mkdirSync(target, { recursive: true })
    await buildInto(source, join(target, 'dist'))
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
    const ours = Object.entries(dependencies).map(async ([dependency, range]) => [
      dependency,
      folders.has(dependency) ? `file:${await pack(dependency)}` : range,
    ])
    const manifest = {
      name,
      version,
      type: 'module',
      // Bundlers go by it.
      ...(sideEffects !== undefined && { sideEffects }),
      ...(bin !== undefined && { bin }),
      exports: publishConfig?.exports,
      dependencies: Object.fromEntries(await Promise.all(ours)) as Record<string, string>,
      peerDependencies: Object.fromEntries(
        Object.keys(peerDependencies).map((dependency) => [dependency, '*']),
      ),
      peerDependenciesMeta,
    }
    writeFileSync(join(target, 'package.json'), JSON.stringify(manifest))
    return target
  }

  return {
    async install(label, packages) {
      const place = join(folder, label)
      mkdirSync(place)
      const files = packages.map(async (name) => [name, `file:${await pack(name)}`])
      const dependencies = Object.fromEntries(await Promise.all(files)) as Record<string, string>
      writeFileSync(join(place, 'package.json'), JSON.stringify({ type: 'module', dependencies }))
      const options = ['--install-links', '--ignore-scripts', '--no-audit', '--no-fund']
      await run('npm', ['install', '--prefer-offline', ...options], place)
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
