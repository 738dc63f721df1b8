import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file of the repository: its path from the root, with slashes, and its text. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Every text file that is in the repository or would be with `git add`. */
export function readTree(): readonly SourceFile[] {
  const files: SourceFile[] = []
  for (const path of listPaths()) {
    const full = join(root, path)
    // Listed but deleted on disk, or a link to a folder.
    if (statSync(full, { throwIfNoEntry: false })?.isFile() !== true) continue
    const text = readFileSync(full, 'utf8')
    if (!text.includes('\0')) files.push({ path, text })
  }
  return files
}

function listPaths(): readonly string[] {
  try {
    return execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .split('\0')
      .filter((path) => path !== '')
      .toSorted()
  } catch {
    // A copy without git: the source archive of a release.
    const generated = /(^|[\\/])(node_modules|dist|coverage|\.git|\.turbo)([\\/]|$)/
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((path) => !generated.test(path))
      .map((path) => path.replaceAll('\\', '/'))
      .toSorted()
  }
}

/** TypeScript that is published or run: `packages/x/src/…` and `apps/x/src/…`. */
export function isSource(path: string): boolean {
  return /^(packages|apps)\/[^/]+\/src\/.+\.ts$/.test(path)
}
