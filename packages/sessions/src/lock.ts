import { join } from 'node:path'
import type { SessionFileSystem } from './file-system.ts'
import { isFileError } from './file-system.ts'
import { SessionError } from './session-error.ts'

/**
 * One writer a session. The owner is in the lock's name (`<file>.lock-PID-START`), not in its
 * content: creating it is one step, so no kill leaves a lock without an owner, and a dead owner's
 * lock can be removed without removing somebody else's. Each process creates its own and then
 * looks for others: of two that come at once, at least one sees the other.
 */
export async function acquireLock(
  fs: SessionFileSystem,
  folder: string,
  file: string,
  id: string,
): Promise<() => Promise<void>> {
  const start = (await startTime(fs, process.pid)) ?? '0'
  const mine = `${file}.lock-${process.pid}-${start}`
  const path = join(folder, mine)
  if (held.has(path)) throw locked(id, process.pid, folder, mine)
  held.add(path)
  try {
    await create(fs, path, start, () => locked(id, process.pid, folder, mine))
  } catch (error) {
    held.delete(path)
    throw error
  }
  const release = async (): Promise<void> => {
    await fs.rm(path, { force: true })
    held.delete(path)
  }
  try {
    for (let attempt = 1; ; attempt += 1) {
      const other = await livingOwner(fs, folder, file, mine)
      if (other === undefined) return release
      // Two that came at once: the greater pid gives way, the other one looks again.
      if (other.pid <= process.pid || attempt === 5) throw locked(id, other.pid, folder, other.name)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  } catch (error) {
    await release()
    throw error
  }
}

const held = new Set<string>()

async function create(
  fs: SessionFileSystem,
  path: string,
  start: string,
  refuse: () => SessionError,
): Promise<void> {
  try {
    await (await fs.open(path, 'wx', 0o600)).close()
  } catch (error) {
    // Without a start time the file may be a dead process's that had our pid.
    if (!isFileError(error, 'EEXIST')) throw error
    if (start !== '0') throw refuse()
  }
}

async function livingOwner(
  fs: SessionFileSystem,
  folder: string,
  file: string,
  mine: string,
): Promise<{ readonly name: string; readonly pid: number } | undefined> {
  for (const name of await fs.readdir(folder)) {
    if (name === mine || !name.startsWith(`${file}.lock-`)) continue
    const [pid = '', start = ''] = name.slice(file.length + '.lock-'.length).split('-')
    if (await isAlive(fs, Number(pid), start)) return { name, pid: Number(pid) }
    await fs.rm(join(folder, name), { force: true })
  }
  return undefined
}

async function isAlive(fs: SessionFileSystem, pid: number, start: string): Promise<boolean> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!isFileError(error, 'EPERM')) return false
  }
  const now = await startTime(fs, pid)
  return start === '0' || now === undefined || now === start
}

/** When a process started, where /proc says it: pids come again, above all in containers. */
async function startTime(fs: SessionFileSystem, pid: number): Promise<string | undefined> {
  try {
    const text = await fs.readFile(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in brackets and may hold blanks; start is the 22nd.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}

function locked(id: string, pid: number, folder: string, name: string): SessionError {
  const who = pid === process.pid ? 'this process' : `process ${pid}`
  return new SessionError(
    `The session "${id}" is open in ${who}. Close it there, or use another session; if no such process uses it, delete ${join(folder, name)}.`,
    'locked',
    id,
    pid,
  )
}
