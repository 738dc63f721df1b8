import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { userFolder } from './user-folder.ts'

type Variable = (name: string) => string | undefined

/** What a person has agreed to, by file; kept outside of the folder that is approved. */
export async function approvedFingerprints(
  file: string,
  variable: Variable,
): Promise<ReadonlySet<string>> {
  return new Set((await read(variable))[file])
}

export async function approveFingerprints(
  file: string,
  fingerprints: readonly string[],
  variable: Variable,
): Promise<void> {
  const path = place(variable)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const all = { ...(await read(variable)), [file]: fingerprints }
  await writeFile(path, `${JSON.stringify(all, undefined, 2)}\n`, { mode: 0o600 })
  await chmod(path, 0o600)
}

async function read(variable: Variable): Promise<Readonly<Record<string, readonly string[]>>> {
  try {
    const all = JSON.parse(await readFile(place(variable), 'utf8')) as Record<string, string[]>
    return Object.fromEntries(Object.entries(all).filter(([, list]) => Array.isArray(list)))
  } catch {
    return {}
  }
}

function place(variable: Variable): string {
  return join(userFolder(variable), 'approved-mcp.json')
}
