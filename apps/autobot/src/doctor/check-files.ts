import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import { secretsOf } from '../config/secrets.ts'
import type { LoadedConfig } from '../config/load.ts'
import type { Item } from './item.ts'

/** The file's own state: found, secrets in the right place, folders and commands there. */
export async function checkFiles(
  loaded: LoadedConfig,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly Item[]> {
  const items: Item[] = [
    loaded.file === undefined
      ? {
          level: 'warning',
          message: 'No config.yml found; defaults are used.',
          hint: 'Write a config.yml here, or name one with -c FILE.',
        }
      : { level: 'ok', message: `Configuration ${loaded.file} is readable` },
    ...loaded.warnings.map((message): Item => ({ level: 'warning', message })),
  ]
  items.push(...(await checkDotenv(loaded)))
  if (loaded.file !== undefined) {
    const plain = secretsOf(loaded.raw).filter(
      (value) => value.length >= 16 && !value.includes('${'),
    )
    items.push(
      plain.length === 0
        ? { level: 'ok', message: 'No plaintext secrets in the configuration' }
        : {
            level: 'error',
            message: `Plaintext secrets in ${loaded.file}: ${plain.length}`,
            hint: 'Move them to .env and write ${VAR} in their place.',
          },
    )
  }
  const { workspace } = loaded.config.agents?.defaults ?? {}
  if (workspace !== undefined) {
    const folder = resolve(loaded.folder, workspace)
    items.push(
      (await stat(folder).then(
        (state) => state.isDirectory(),
        () => false,
      ))
        ? { level: 'ok', message: `Workspace exists (${workspace})` }
        : {
            level: 'warning',
            message: `Workspace folder is missing (${workspace})`,
            hint: `Run: mkdir -p ${workspace}`,
          },
    )
  }
  for (const [name, server] of Object.entries(loaded.config.mcp?.servers ?? {})) {
    const item = await checkServer(name, server, loaded.folder, environment)
    items.push(item)
  }
  return items
}

async function checkDotenv({ dotenv }: LoadedConfig): Promise<readonly Item[]> {
  if (dotenv === undefined)
    return [
      { level: 'note', message: 'No .env beside the configuration; the environment alone is used' },
    ]
  if (process.platform === 'win32') return [{ level: 'ok', message: '.env found' }]
  const mode = (await stat(dotenv)).mode & 0o777
  return [
    (mode & 0o077) === 0
      ? { level: 'ok', message: `.env permissions are secure (${mode.toString(8)})` }
      : {
          level: 'error',
          message: `.env can be read by others (${mode.toString(8)})`,
          hint: `Run: chmod 600 ${dotenv}`,
        },
  ]
}

async function checkServer(
  name: string,
  server: Readonly<Record<string, unknown>>,
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Item> {
  const { command, url, enabled } = server
  if (enabled === false) return { level: 'note', message: `MCP server ${name} is disabled` }
  if (typeof command !== 'string') {
    return typeof url === 'string'
      ? { level: 'ok', message: `MCP server ${name} is at ${url}` }
      : {
          level: 'error',
          message: `MCP server ${name} has neither command nor url`,
          hint: `Write mcp.servers.${name}.command or .url.`,
        }
  }
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
