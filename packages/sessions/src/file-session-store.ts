import * as promises from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type {
  LoadedSession,
  Message,
  OpenSession,
  SessionInfo,
  SessionLoadOptions,
  SessionStore,
} from '@autobot/core/provider'
import { fileName, sessionId } from './file-name.ts'
import type { SessionFileSystem } from './file-system.ts'
import { isFileError } from './file-system.ts'
import { acquireLock } from './lock.ts'
import { openSession } from './open-session.ts'
import { readLines } from './read-lines.ts'

export interface FileSessionStoreOptions {
  /** Made when it is missing; only its owner can read it. */
  readonly folder: string
  /** Default `node:fs/promises`. */
  readonly fs?: SessionFileSystem
}

/** Conversations as files of JSON Lines that are only ever appended to, one file each. */
export function createFileSessionStore(options: FileSessionStoreOptions): SessionStore {
  const fs = options.fs ?? promises
  const folder = resolve(options.folder)

  async function prepareFolder(): Promise<void> {
    await fs.mkdir(folder, { recursive: true, mode: 0o700 })
    if (((await fs.stat(folder)).mode & 0o077) !== 0) await fs.chmod(folder, 0o700)
  }

  async function names(): Promise<readonly string[]> {
    try {
      return await fs.readdir(folder)
    } catch (error) {
      if (isFileError(error, 'ENOENT')) return []
      throw error
    }
  }

  async function list(): Promise<readonly SessionInfo[]> {
    const found: SessionInfo[] = []
    for (const name of await names()) {
      const id = sessionId(name)
      if (id === undefined) continue
      try {
        const { size, mtimeMs } = await fs.stat(join(folder, name))
        found.push({ id, updatedAt: mtimeMs, bytes: size })
      } catch (error) {
        // Deleted by another process since the folder was read.
        if (!isFileError(error, 'ENOENT')) throw error
      }
    }
    return found.toSorted((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? -1 : 1))
  }

  async function load(
    id: string,
    { original: whole = false }: SessionLoadOptions = {},
  ): Promise<LoadedSession | undefined> {
    try {
      const content = readLines(await fs.readFile(join(folder, fileName(id))))
      const { conversation, original, warnings } = content
      if (whole) return { id, messages: original, summarised: 0, warnings }
      const { messages, summarised } = conversation
      return { id, messages, summarised, warnings }
    } catch (error) {
      if (isFileError(error, 'ENOENT')) return undefined
      throw error
    }
  }

  async function open(id: string): Promise<OpenSession> {
    const file = fileName(id)
    await prepareFolder()
    return openSession(fs, folder, file, id)
  }

  async function append(id: string, messages: readonly Message[]): Promise<void> {
    const session = await open(id)
    try {
      await session.append(messages)
    } finally {
      await session.close()
    }
  }

  async function remove(id: string): Promise<boolean> {
    const file = fileName(id)
    if (!(await names()).includes(file)) return false
    const release = await acquireLock(fs, folder, file, id)
    try {
      await fs.rm(join(folder, file), { force: true })
      await fs.rm(join(folder, `${file}.torn`), { force: true })
      return true
    } finally {
      await release()
    }
  }

  return Object.freeze({ list, load, open, append, delete: remove })
}
