import { constants } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { Message, OpenSession, Warning } from '@autobot/core/provider'
import type { Conversation } from './conversation.ts'
import type { SessionFileSystem } from './file-system.ts'
import { encodeCompaction, encodeLine } from './line.ts'
import { acquireLock } from './lock.ts'
import { readLines } from './read-lines.ts'
import { SessionError } from './session-error.ts'

/** Opens a session's file for writing, after setting aside what a killed writer left half done. */
export async function openSession(
  fs: SessionFileSystem,
  folder: string,
  file: string,
  id: string,
): Promise<OpenSession> {
  const release = await acquireLock(fs, folder, file, id)
  let handle: FileHandle | undefined
  try {
    const path = join(folder, file)
    // A link in the folder must not lead the conversation, or its mode, elsewhere.
    const flags = constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0)
    handle = await fs.open(path, flags, 0o600)
    if (((await handle.stat()).mode & 0o077) !== 0) await handle.chmod(0o600)
    const { conversation, warnings, length, tail, tailIsWhole } = readLines(await handle.readFile())
    let size = length
    if (tailIsWhole) {
      await writeAt(handle, Buffer.from('\n'), length + tail.length)
      size += tail.length + 1
    } else if (tail.length > 0) {
      await setAside(fs, `${path}.torn`, tail)
      await handle.truncate(length)
    }
    return session({ handle, release, id, conversation, warnings }, size)
  } catch (error) {
    await handle?.close()
    await release()
    throw error
  }
}

interface Writing {
  readonly handle: FileHandle
  readonly release: () => Promise<void>
  readonly id: string
  readonly conversation: Conversation
  readonly warnings: readonly Warning[]
}

function session(writing: Writing, startSize: number): OpenSession {
  const { handle, release, id, conversation, warnings } = writing
  let size = startSize
  let dirty = false
  let closed: Promise<void> | undefined
  let queue: Promise<unknown> = Promise.resolve()

  async function write(bytes: Buffer): Promise<void> {
    // After a failure (a full disk) the end of the file is unknown: go back to what was whole.
    if (dirty) await handle.truncate(size)
    dirty = true
    await writeAt(handle, bytes, size)
    await handle.datasync()
    dirty = false
    size += bytes.length
  }

  function enqueue(work: () => Promise<void>): Promise<void> {
    if (closed !== undefined) {
      return Promise.reject(new SessionError('The session is closed.', 'closed', id))
    }
    const done = queue.then(work)
    queue = done.catch(() => undefined)
    return done
  }

  function append(added: readonly Message[]): Promise<void> {
    // Encoded now: the caller may change the messages while earlier ones are being written.
    const bytes = Buffer.from(added.map(encodeLine).join(''))
    const copy = [...added]
    return enqueue(async () => {
      if (copy.length === 0) return
      await write(bytes)
      for (const message of copy) conversation.message(message)
    })
  }

  function compact(...[summary, count]: Parameters<OpenSession['compact']>): Promise<void> {
    if (!Number.isInteger(count) || count < 1 || count > conversation.messages.length) {
      return Promise.reject(new RangeError(`There are no ${count} messages to compact.`))
    }
    // The line is told now: it stays the same, whatever is written before this.
    const compaction = { lines: conversation.lineOf(count), summary: structuredClone(summary) }
    return enqueue(async () => {
      await write(Buffer.from(encodeCompaction(compaction)))
      conversation.compaction(compaction)
    })
  }

  function close(): Promise<void> {
    closed ??= queue.then(async () => {
      if (dirty) await handle.truncate(size).catch(() => undefined)
      await handle.close()
      await release()
    })
    return closed
  }

  return Object.freeze({
    id,
    warnings,
    messages: conversation.messages,
    get summarised() {
      return conversation.summarised
    },
    append,
    compact,
    close,
    [Symbol.asyncDispose]: close,
  })
}

async function writeAt(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const rest = bytes.length - done
    done += (await handle.write(bytes, done, rest, position + done)).bytesWritten
  }
}

/** On disk before the session is shortened, so that no kill loses it. */
async function setAside(fs: SessionFileSystem, path: string, tail: Buffer): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND
  const handle = await fs.open(path, flags | (constants.O_NOFOLLOW ?? 0), 0o600)
  try {
    await handle.appendFile(Buffer.concat([tail, Buffer.from('\n')]))
    await handle.sync()
  } finally {
    await handle.close()
  }
}
