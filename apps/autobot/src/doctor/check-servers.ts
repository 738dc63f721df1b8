import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import type { ProviderHost, Tool } from '@autobot/core'
import { composedServers, composeServers } from '../compose.ts'
import type { LoadedConfig } from '../config/load.ts'
import { placeProblem } from '../mcp/servers.ts'
import type { Item } from './item.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Whether the servers can start; nothing is started. */
export async function checkServers(
  loaded: LoadedConfig,
  host: ProviderHost,
  environment: Environment,
): Promise<readonly Item[]> {
  const configured = Object.entries(loaded.config.mcp?.servers ?? {})
  const off = configured.filter(([, server]) => server['enabled'] === false)
  const { servers, waiting, warnings } = await composedServers(loaded, host)
  const items = await Promise.all(
    Object.entries(servers).map(([name, server]) =>
      checkServer(name, server, loaded.folder, environment),
    ),
  )
  return [
    ...items,
    ...warnings.map((message): Item => ({ level: 'warning', message })),
    ...waiting.map(({ name }): Item => ({
      level: 'warning',
      message: `MCP server ${name} of .mcp.json is not approved and will not start`,
      hint: 'Look at it with: autobot mcp approve',
    })),
    ...off.map(([name]): Item => ({ level: 'note', message: `MCP server ${name} (disabled)` })),
  ]
}

async function checkServer(
  name: string,
  server: Readonly<Record<string, unknown>>,
  folder: string,
  environment: Environment,
): Promise<Item> {
  const problem = placeProblem(server)
  if (problem !== undefined) {
    return {
      level: 'error',
      message: `MCP server ${name} ${problem}`,
      hint: `Write mcp.servers.${name}.command or .url, and not both.`,
    }
  }
  const { command, url } = server
  if (typeof command !== 'string')
    return { level: 'ok', message: `MCP server ${name} is at ${withoutSecrets(String(url))}` }
  const places = /[/\\]/.test(command)
    ? [isAbsolute(command) ? command : resolve(folder, command)]
    : (environment['PATH'] ?? '')
        .split(delimiter)
        .flatMap((path) => endings.map((end) => join(path, command + end)))
  const found = await Promise.all(
    places.map((file) =>
      access(file, constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  )
  return found.includes(true)
    ? { level: 'ok', message: `MCP server ${name}: ${command} is installed` }
    : {
        level: 'error',
        message: `MCP server ${name}: the command ${command} is not found`,
        hint: `Install ${command}, or correct mcp.servers.${name}.command.`,
      }
}

const endings = process.platform === 'win32' ? ['', '.exe', '.cmd', '.bat'] : ['']

function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return url
  const { origin, pathname } = new URL(url)
  return origin + pathname
}

/** Starts each server and looks at its tools. */
export async function checkServersLive(
  loaded: LoadedConfig,
  host: ProviderHost,
  signal: AbortSignal,
): Promise<readonly Item[]> {
  const source = await composeServers({ loaded, host })
  try {
    const tools = await source.tools({ signal })
    const { servers } = await composedServers(loaded, host)
    // What has no place to ask at is told already.
    const asked = source.status().filter(({ name }) => placeProblem(servers[name]) === undefined)
    const items = asked.map(({ name, state, problem, tools: names }): Item => {
      return state === 'ready'
        ? { level: 'ok', message: `MCP server ${name} answers, ${names.length} tools` }
        : {
            level: 'error',
            message: `MCP server ${name} does not start: ${problem ?? state}`,
            hint: `Run its command by hand, or look closer: autobot mcp list -v`,
          }
    })
    const others = (source.warnings?.() ?? []).filter(({ code }) => code !== 'mcp_server_not_ready')
    return [
      ...items,
      ...others.map(({ message }): Item => ({ level: 'warning', message })),
      ...tools.flatMap(lint),
    ]
  } finally {
    await source.stop?.()
  }
}

/** What makes a tool hard for a model, or impossible for some. */
function lint({ name, description, inputSchema }: Tool): readonly Item[] {
  const say = (message: string, hint: string): Item => ({
    level: 'warning',
    message: `MCP tool ${name} ${message}`,
    hint,
  })
  const items: Item[] = []
  // The server's name stands in front in brackets; a tool without words is described by its name.
  const words = (description ?? '').replace(/^\[[^\]]*\]\s*/, '').trim()
  if (words === '' || name.endsWith(`_${words.replaceAll(/[^\w-]/g, '_')}`))
    items.push(say('has no description', 'Models guess what it does; ask its author for one.'))
  if (inputSchema['type'] !== undefined && inputSchema['type'] !== 'object')
    items.push(say('takes no object', 'No provider takes such a schema; the tool is left out.'))
  if (JSON.stringify(inputSchema).length > 20_000)
    items.push(say('has a very large schema', 'Leave it out with mcp.servers.NAME.tools.'))
  return items
}
