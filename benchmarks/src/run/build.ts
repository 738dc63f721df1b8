import { cpSync, existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './command.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const notSources = new Set(['node_modules', 'dist', 'test', '.turbo', 'sample'])

/** The modules of a package: those of its last build when nothing has changed since. */
export async function buildInto(source: string, target: string): Promise<void> {
  const dist = join(source, 'dist')
  if (isBuilt(source, dist)) {
    cpSync(dist, target, { recursive: true, filter: (file) => !file.endsWith('.d.ts') })
    return
  }
  await run(join(root, 'node_modules', '.bin', 'tsup'), ['--no-dts', '--out-dir', target], source)
}

function isBuilt(source: string, dist: string): boolean {
  if (!existsSync(dist)) return false
  const built = Math.min(...readdirSync(dist).map((name) => changed(join(dist, name))))
  const sources = readdirSync(source)
    .filter((name) => !notSources.has(name))
    .flatMap((name) => filesOf(join(source, name)))
  sources.push(join(root, 'tooling', 'build', 'tsup.ts'))
  return sources.every((file) => changed(file) < built)
}

function filesOf(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path).flatMap((name) => filesOf(join(path, name)))
}

function changed(file: string): number {
  return statSync(file).mtimeMs
}
