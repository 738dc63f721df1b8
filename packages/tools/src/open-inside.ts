import { constants, type Dirent } from 'node:fs'
import { mkdir, open, readdir, realpath, type FileHandle } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { ToolError } from '@autobot/core/provider'

const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants
/** Where a folder that is open can be walked on from, whatever its name means by now. */
const handles = '/proc/self/fd'

export interface OpenOptions {
  /** Of `node:fs` constants; links are never followed. */
  readonly flags: number
  /** Whether missing folders on the way are made. */
  readonly makeFolders?: boolean
}

/**
 * Opens what `locate` found. Between the two a command may have put a link in the place of a
 * folder, so each folder on the way is opened by itself, and nothing on it may be a link.
 */
export async function openInside(
  home: string,
  place: string,
  options: OpenOptions,
): Promise<FileHandle> {
  const names = relative(home, place)
    .split(sep)
    .filter((name) => name !== '')
  const last = names.pop()
  try {
    if (last === undefined) return await open(home, options.flags | O_NOFOLLOW)
    return process.platform === 'linux'
      ? await walk(home, names, last, options)
      : await openThenLook(home, place, options)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    // There was no link, and no file in the place of a folder, when the path was looked at.
    throw ['ELOOP', 'ENOTDIR'].includes(code) ? replaced(home, place, error) : error
  }
}

async function walk(
  home: string,
  names: readonly string[],
  last: string,
  { flags, makeFolders }: OpenOptions,
): Promise<FileHandle> {
  const folderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW
  let folder = await open(home, folderFlags)
  try {
    for (const name of names) {
      const path = join(handles, String(folder.fd), name)
      if (makeFolders === true) await mkdir(path).catch(unlessThere)
      const next = await open(path, folderFlags)
      await folder.close()
      folder = next
    }
    return await open(join(handles, String(folder.fd), last), flags | O_NOFOLLOW)
  } finally {
    await folder.close()
  }
}

/** The entries of a folder that is open. */
export function namesIn(folder: FileHandle, place: string): Promise<readonly Dirent[]> {
  const path = process.platform === 'linux' ? join(handles, String(folder.fd)) : place
  return readdir(path, { withFileTypes: true })
}

/** Without a way to walk by handles: what was opened must be what stands at the path. */
async function openThenLook(
  home: string,
  place: string,
  { flags, makeFolders }: OpenOptions,
): Promise<FileHandle> {
  if (makeFolders === true) await mkdir(join(place, '..'), { recursive: true })
  const file = await open(place, flags | (O_NOFOLLOW ?? 0))
  const real = await realpath(place).catch(() => '')
  if (real === place || real.startsWith(home + sep)) return file
  await file.close()
  throw replaced(home, place)
}

function replaced(home: string, place: string, cause?: unknown): ToolError {
  const name = relative(home, place)
  return new ToolError(`Access denied: '${name}' was replaced while it was opened.`, { cause })
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
