import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isEnvironmentFile, isSearched } from './workspace.ts'
import { runProcess } from './run-process.ts'

export type SandboxKind = 'auto' | 'bubblewrap' | 'docker' | 'none'
/** What was found. `none` is chosen, never found. */
export type Sandbox = 'bubblewrap' | 'docker' | 'none'

export interface SandboxOptions {
  readonly kind?: SandboxKind
  readonly dockerImage?: string
  /** Variables of this process that commands see, beside PATH, HOME and LANG. */
  readonly env?: readonly string[]
}

export type Variable = (name: string) => string | undefined

export interface SandboxedCommand {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Ends what the program itself does not end. */
  readonly cleanUp?: { readonly command: string; readonly args: readonly string[] }
}

/** The sandbox that works here; undefined when there is none. Each candidate is tried once. */
export async function findSandbox(
  kind: SandboxKind,
  variable: Variable,
): Promise<Sandbox | undefined> {
  if (kind === 'none') return 'none'
  if (kind !== 'docker') {
    const args = [...bubblewrapBase(), '--', '/bin/sh', '-c', 'exit 0']
    if (await works('bwrap', args, variable)) return 'bubblewrap'
  }
  if (kind !== 'bubblewrap' && (await works('docker', ['info'], variable))) return 'docker'
  return undefined
}

async function works(
  command: string,
  args: readonly string[],
  variable: Variable,
): Promise<boolean> {
  try {
    const { status } = await runProcess({
      command,
      args,
      env: { PATH: variable('PATH') ?? '', HOME: variable('HOME') ?? '/' },
      timeoutMs: 3000,
      maxBytes: 1000,
      signal: new AbortController().signal,
    })
    return status === 0
  } catch {
    return false
  }
}

export interface CommandPlace {
  readonly workspace: string
  /** Inside the workspace. */
  readonly folder: string
  /** Tells containers apart. */
  readonly id: string
}

/** How a shell command runs in a sandbox: no network, no file but the workspace's. */
export async function sandboxed(
  sandbox: Sandbox,
  shell: string,
  place: CommandPlace,
  options: SandboxOptions,
  variable: Variable,
): Promise<SandboxedCommand> {
  const env: Record<string, string> = {}
  for (const name of ['PATH', 'LANG', ...(options.env ?? [])]) {
    const value = variable(name)
    if (value !== undefined) env[name] = value
  }
  if (sandbox === 'none') {
    return {
      command: '/bin/sh',
      args: ['-c', shell],
      env: { ...env, HOME: variable('HOME') ?? place.workspace },
    }
  }
  const hidden = await environmentFiles(place.workspace)
  const inside = { ...env, HOME: place.workspace }
  if (sandbox === 'bubblewrap') {
    return {
      command: 'bwrap',
      args: [
        ...bubblewrapBase(),
        ...['--bind', place.workspace, place.workspace],
        ...hidden.flatMap((file) => ['--ro-bind', '/dev/null', file]),
        ...['--chdir', place.folder, '--', '/bin/sh', '-c', shell],
      ],
      env: inside,
    }
  }
  const name = `autobot-${place.id}`
  return {
    command: 'docker',
    args: [
      ...['run', '--rm', '--name', name, '--network', 'none', '--memory', '512m', '--cpus', '1'],
      ...['--pids-limit', '256', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
      ...['-v', `${place.workspace}:${place.workspace}`, '-w', place.folder],
      ...hidden.flatMap((file) => ['-v', `/dev/null:${file}:ro`]),
      ...(options.env ?? []).flatMap((variableName) => ['-e', variableName]),
      ...[options.dockerImage ?? 'alpine:latest', '/bin/sh', '-c', shell],
    ],
    env: { ...env, HOME: variable('HOME') ?? '/' },
    cleanUp: { command: 'docker', args: ['kill', name] },
  }
}

function bubblewrapBase(): readonly string[] {
  const readable = ['/usr', '/lib', '/lib64', '/bin', '/sbin', '/etc/alternatives'].filter((path) =>
    existsSync(path),
  )
  return [
    // Everything, the network too: what web_fetch refuses must not be had by curl.
    '--unshare-all',
    '--die-with-parent',
    '--new-session',
    ...readable.flatMap((path) => ['--ro-bind', path, path]),
    ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'],
  ]
}

/** Files with secrets, wherever they stand in the workspace, are empty for a command. */
async function environmentFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const found = await Promise.all(
    entries.map(async (entry): Promise<readonly string[]> => {
      const place = join(folder, entry.name)
      if (entry.isDirectory()) return isSearched(entry.name) ? environmentFiles(place) : []
      return entry.isFile() && isEnvironmentFile(entry.name) ? [place] : []
    }),
  )
  return found.flat()
}
