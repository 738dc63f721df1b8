import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { LoadedConfig } from '../config/load.ts'
import type { Redactor } from '../redact.ts'

/** What was typed before, the newest first. */
export interface HistoryFile {
  readonly lines: readonly string[]
  /** Kept in memory until `save`. */
  changed(lines: readonly string[]): void
  save(): Promise<void>
}

const longest = 1000

/** Beside the configuration; without one nothing is written. */
export async function openHistory(loaded: LoadedConfig, redactor: Redactor): Promise<HistoryFile> {
  const file = join(loaded.folder, 'history', 'cli_history')
  const isKept = loaded.file !== undefined
  const text = isKept ? await readFile(file, 'utf8').catch(() => '') : ''
  let lines: readonly string[] = text
    .split('\n')
    .filter((line) => line !== '')
    .slice(-longest)
    .toReversed()
  let dirty = false
  return {
    lines,
    changed(next) {
      lines = [...next]
      dirty = true
    },
    async save() {
      if (!isKept || !dirty) return
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      const whole = lines.slice(0, longest).toReversed()
      await writeFile(file, redactor.text(whole.map((line) => `${line}\n`).join('')), {
        mode: 0o600,
      })
    },
  }
}
