import { lstat, realpath, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { ToolError } from '@autobot/core/provider'
import { openInside, type OpenOptions } from './open-inside.ts'

/** The one folder that the tools may touch. */
export interface Workspace {
  readonly folder: string
  /** The real place of a path, which may not be there yet. Throws when it is outside. */
  locate(path: string): Promise<string>
  /** Uses what `locate` found while it is open, and nothing that took its place meanwhile. */
  use<T>(place: string, options: OpenOptions, work: (file: FileHandle) => Promise<T>): Promise<T>
  /** As the model knows it: relative to the folder. */
  shown(place: string): string
}

export function createWorkspace(folder: string): Workspace {
  const named = resolve(folder)
  let home = named

  return Object.freeze({
    folder: named,
    async locate(path: string) {
      home = await realpath(named).catch((cause: unknown) => {
        throw new ToolError(`The workspace folder is missing: ${named}`, { cause })
      })
      // The workspace's own name may be a link; a model may use that name.
      const isNamed = path === named || path.startsWith(named + sep)
      const wanted = resolve(home, isNamed ? path.slice(named.length + 1) : path)
      const place = await realPlace(wanted)
      if (place !== home && !place.startsWith(home + sep)) {
        throw new ToolError(`Access denied: '${path}' is outside the workspace.`)
      }
      if (isEnvironmentFile(place)) {
        throw new ToolError(`Access denied: '${path}' may hold secrets.`)
      }
      return place
    },
    async use<T>(place: string, options: OpenOptions, work: (file: FileHandle) => Promise<T>) {
      const file = await openInside(home, place, options)
      try {
        return await work(file)
      } finally {
        await file.close()
      }
    },
    shown: (place: string) => relative(home, place) || '.',
  })
}

/** `.env` and its kin hold what the model must not read. */
export function isEnvironmentFile(place: string): boolean {
  return /^\.env(\..*)?$/i.test(basename(place))
}

/** Folders of other people's files, and very many. */
export function isSearched(folder: string): boolean {
  return folder !== '.git' && folder !== 'node_modules'
}

/** Links are followed as far as the path exists; what is still missing is no link. */
async function realPlace(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && dirname(path) !== path) {
      if (await isDangling(path))
        throw new ToolError(`Access denied: '${basename(path)}' is a link to nowhere.`)
      return join(await realPlace(dirname(path)), basename(path))
    }
    throw new ToolError(`'${path}' cannot be used (${code ?? 'unknown error'}).`, { cause: error })
  }
}

async function isDangling(path: string): Promise<boolean> {
  return lstat(path).then(
    (state) => state.isSymbolicLink(),
    () => false,
  )
}
