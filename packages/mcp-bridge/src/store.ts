import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * What the bridge remembers between two starts of the application: tokens, lists of tools, what
 * was approved. Keys and values are text; a value may be a secret.
 */
export interface McpStore {
  read(key: string): Promise<string | undefined>
  /** Undefined removes it. */
  write(key: string, value: string | undefined): Promise<void>
  /** Runs the work while nobody else, in no other process either, holds the same key. */
  exclusively<T>(key: string, work: () => Promise<T>): Promise<T>
}

/** Forgets everything with the process. */
export function memoryStore(): McpStore {
  const values = new Map<string, string>()
  return {
    read: async (key) => values.get(key),
    async write(key, value) {
      if (value === undefined) values.delete(key)
      else values.set(key, value)
    },
    exclusively: inLine(),
  }
}

/** One file a key, readable by its owner alone, replaced in one step. */
export function fileStore(folder: string): McpStore {
  const inTurn = inLine()
  const pathOf = (key: string): string => {
    const kind = /^[a-z]+/.exec(key)?.[0] ?? 'entry'
    return join(folder, `${kind}-${createHash('sha256').update(key).digest('hex').slice(0, 32)}`)
  }
  return {
    async read(key) {
      try {
        return await readFile(`${pathOf(key)}.json`, 'utf8')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    async write(key, value) {
      const path = `${pathOf(key)}.json`
      if (value === undefined) return rm(path, { force: true })
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const next = `${path}.${randomUUID()}`
      await writeFile(next, value, { mode: 0o600 })
      await rename(next, path)
    },
    exclusively: (key, work) =>
      inTurn(key, async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        const path = `${pathOf(key)}.lock`
        await take(path)
        try {
          return await work()
        } finally {
          await rm(path, { force: true })
        }
      }),
  }
}

/** Older than this, its owner has died. */
const staleLockMs = 30_000
const pollMs = 25

async function take(path: string): Promise<void> {
  for (let waited = 0; ; waited += pollMs) {
    try {
      await (await open(path, 'wx', 0o600)).close()
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    if (waited >= staleLockMs && (await isStale(path))) await rm(path, { force: true })
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}

async function isStale(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return false
  // The clock of the file system against itself: another machine may share the folder.
  const probe = `${path}.${randomUUID()}`
  await writeFile(probe, '', { mode: 0o600 })
  const now = await stat(probe)
  await rm(probe, { force: true })
  return now.mtimeMs - found.mtimeMs >= staleLockMs
}

function inLine(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>()
  return (key, work) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(work, work)
    last.set(key, turn)
    const clear = (): void => void (last.get(key) === turn && last.delete(key))
    turn.then(clear, clear)
    return turn
  }
}
