import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Files } from './template.ts'

/** The folder holds something already. */
export class FolderError extends Error {
  override readonly name = 'FolderError'
}

/** Writes into a folder that is new or empty (a fresh clone's `.git` aside), and nothing else. */
export function writePackage(folder: string, files: Files): void {
  if (existsSync(folder)) {
    const found = readdirSync(folder).filter((name) => name !== '.git')
    if (found.length > 0) {
      throw new FolderError(
        `${folder} is there already and holds ${found[0]}; nothing was written. Choose another name, or take it away.`,
      )
    }
  }
  for (const [path, text] of files) {
    const full = join(folder, path)
    mkdirSync(dirname(full), { recursive: true })
    // A file that appeared meanwhile is not replaced either.
    writeFileSync(full, text, { flag: 'wx' })
  }
}
