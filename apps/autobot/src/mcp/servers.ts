import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import type { ProviderHost } from '@autobot/core'
import { camelCaseBlocks, type Blocks } from '../config/blocks.ts'
import type { LoadedConfig } from '../config/load.ts'
import { approvedFingerprints } from './approvals.ts'

type Servers = Readonly<Record<string, object>>

/** What the bridge knows of files with servers. */
export interface ServerFiles {
  parseMcpFile(
    text: string,
    path: string,
  ): {
    readonly servers: Servers
    readonly envFiles: Readonly<Record<string, string>>
    readonly warnings: readonly string[]
  }
  approvedServers(
    servers: never,
    isApproved: (fingerprint: string) => boolean,
  ): { readonly servers: Servers; readonly waiting: readonly WaitingServer[] }
  expandServers(
    servers: never,
    variables: {
      readonly env: (name: string) => string | undefined
      readonly workspaceFolder: string
      readonly userHome: string
      readonly envFiles: Readonly<Record<string, string>>
    },
  ): { readonly servers: Servers; readonly problems: Readonly<Record<string, string>> }
}

export interface WaitingServer {
  readonly name: string
  readonly fingerprint: string
  /** What it would start, or where it is. */
  readonly what: string
}

export interface ConfiguredServers {
  /** The enabled ones that may be started, in the words of code. */
  readonly servers: Blocks
  /** Of `.mcp.json`, until a person agrees. */
  readonly waiting: readonly WaitingServer[]
  readonly warnings: readonly string[]
}

/** The servers of `config.yml`, and of a `.mcp.json` beside it; the former wins. */
export async function configuredServers(
  loaded: LoadedConfig,
  host: Pick<ProviderHost, 'secret'>,
  files: () => Promise<ServerFiles>,
): Promise<ConfiguredServers> {
  const { config, folder, mcpJson } = loaded
  const own = camelCaseBlocks(config.mcp?.servers ?? {})
  const further =
    mcpJson === undefined ? none : await fromFile(mcpJson, folder, host, await files())
  const enabled = Object.entries({ ...further.servers, ...own }).filter(
    ([, server]) => (server as { enabled?: unknown }).enabled !== false,
  )
  return {
    ...further,
    servers: Object.fromEntries(
      enabled.map(([name, server]) => [
        name,
        // A path in the file means the same from wherever the command is called.
        'command' in server && !('cwd' in server)
          ? { ...server, cwd: folder }
          : (server as Blocks[string]),
      ]),
    ),
  }
}

/** Why a server cannot be asked, whatever else is in its block. */
export function placeProblem(server: object | undefined): string | undefined {
  const { command, url } = (server ?? {}) as { command?: unknown; url?: unknown }
  const has = [command, url].filter((part) => typeof part === 'string' && part !== '').length
  if (has === 1) return undefined
  return has === 0 ? 'has neither command nor url' : 'has both command and url'
}

/** What keeps a server from starting is told before the run. */
export function tellProblems(
  configured: ConfiguredServers,
  { log }: Pick<ProviderHost, 'log'>,
): ConfiguredServers {
  for (const warning of configured.warnings) log('warn', warning)
  for (const [name, server] of Object.entries(configured.servers)) {
    const problem = placeProblem(server)
    if (problem !== undefined)
      log('warn', `The MCP server ${name} ${problem}, so it is not started.`)
  }
  const names = configured.waiting.map(({ name }) => name).join(', ')
  if (names !== '') {
    log(
      'warn',
      `.mcp.json names MCP servers that nobody has approved, so they are not started: ${names}. Look at them with: autobot mcp approve`,
    )
  }
  return configured
}

const none = { servers: {}, waiting: [], warnings: [] } as const

async function fromFile(
  { file, text }: NonNullable<LoadedConfig['mcpJson']>,
  folder: string,
  host: Pick<ProviderHost, 'secret'>,
  files: ServerFiles,
): Promise<{ servers: Servers; waiting: readonly WaitingServer[]; warnings: readonly string[] }> {
  const env = (name: string): string | undefined => host.secret(name)
  const parsed = files.parseMcpFile(text, file)
  const agreed = await approvedFingerprints(file, env)
  const { servers, waiting } = files.approvedServers(parsed.servers as never, (fingerprint) =>
    agreed.has(fingerprint),
  )
  const envFiles: Record<string, string> = {}
  const unread: string[] = []
  const home = env('HOME') ?? homedir()
  for (const [name, written] of Object.entries(parsed.envFiles)) {
    if (!(name in servers)) continue
    const path = written
      .replaceAll('${workspaceFolder}', folder)
      .replaceAll('${userHome}', home)
      .replace(/^~(?=\/)/, home)
    try {
      envFiles[name] = await readFile(resolve(folder, path), 'utf8')
    } catch {
      unread.push(`${file}: ${name}: its envFile ${path} cannot be read.`)
    }
  }
  const expanded = files.expandServers(servers as never, {
    ...{ env, workspaceFolder: folder, userHome: home, envFiles },
  })
  const problems = Object.entries(expanded.problems).map(
    ([name, problem]) => `${file}: ${name} is left out: ${problem}.`,
  )
  return {
    servers: expanded.servers,
    waiting,
    warnings: [...parsed.warnings, ...unread, ...problems],
  }
}
