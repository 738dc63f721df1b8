import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, resolve } from 'node:path'
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
  /** The file that names it. */
  readonly source?: string
}

export interface ConfiguredServers {
  /** The enabled ones that may be started, in the words of code. */
  readonly servers: Blocks
  /** Of `.mcp.json`, until a person agrees. */
  readonly waiting: readonly WaitingServer[]
  readonly warnings: readonly string[]
}

/**
 * The servers of `config.yml`, of a `.mcp.json` beside it and of the files that `mcp.files` names,
 * which may be those of other programs; the earlier of these wins.
 */
export async function configuredServers(
  loaded: LoadedConfig,
  host: Pick<ProviderHost, 'secret'>,
  bridge: () => Promise<ServerFiles>,
): Promise<ConfiguredServers> {
  const { config, folder, mcpJson } = loaded
  const own = camelCaseBlocks(config.mcp?.servers ?? {})
  const further = {
    servers: {} as Servers,
    waiting: [] as WaitingServer[],
    warnings: [] as string[],
  }
  const { texts, problems } = await readFiles(loaded, host)
  further.warnings.push(...problems)
  for (const each of [...texts, ...(mcpJson === undefined ? [] : [mcpJson])]) {
    const found = await fromFile(each, folder, host, await bridge())
    further.servers = { ...further.servers, ...found.servers }
    further.waiting.push(...found.waiting)
    further.warnings.push(...found.warnings)
  }
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
    const files = [...new Set(configured.waiting.map(({ source = '' }) => basename(source)))]
    log(
      'warn',
      `MCP servers of ${files.join(', ')} are not started before somebody approves them: ${names}. Look at them with: autobot mcp approve`,
    )
  }
  return configured
}

type McpFileText = NonNullable<LoadedConfig['mcpJson']>

async function readFiles(
  { config, folder }: LoadedConfig,
  host: Pick<ProviderHost, 'secret'>,
): Promise<{ readonly texts: readonly McpFileText[]; readonly problems: readonly string[] }> {
  const texts: McpFileText[] = []
  const problems: string[] = []
  for (const written of config.mcp?.files ?? []) {
    const file = resolve(folder, written.replace(/^~(?=\/)/, host.secret('HOME') ?? homedir()))
    try {
      texts.push({ file, text: await readFile(file, 'utf8') })
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      problems.push(`mcp.files: ${written} cannot be read (${code}).`)
    }
  }
  return { texts: texts.toReversed(), problems }
}

async function fromFile(
  { file, text }: McpFileText,
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
