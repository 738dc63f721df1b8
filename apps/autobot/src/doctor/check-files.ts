import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, relative, resolve, sep } from 'node:path'
import { plaintextSecrets } from '../config/secrets.ts'
import type { LoadedConfig } from '../config/load.ts'
import { workspaceFolder } from '../config/tool-options.ts'
import type { Item } from './item.ts'

/** The files' own state: found, secrets in the right place, the workspace there. */
export async function checkFiles(loaded: LoadedConfig): Promise<readonly Item[]> {
  return [
    ...checkConfig(loaded),
    ...(await checkDotenv(loaded)),
    ...checkSecrets(loaded),
    ...(await checkWorkspace(loaded)),
  ]
}

function checkConfig({ file, warnings }: LoadedConfig): readonly Item[] {
  return [
    file === undefined
      ? {
          level: 'warning',
          message: 'Config file not found; defaults are used',
          hint: "Run 'autobot new <name>' to create a bot, or 'autobot setup' here.",
        }
      : { level: 'ok', message: `Config file found (${file})` },
    ...warnings.map((message): Item => ({ level: 'warning', message })),
  ]
}

async function checkDotenv({ dotenv, file, folder }: LoadedConfig): Promise<readonly Item[]> {
  if (dotenv === undefined)
    return file === undefined
      ? [{ level: 'note', message: '.env file not found; the environment alone is used' }]
      : [
          {
            level: 'warning',
            message: '.env file not found; the environment alone is used',
            hint: `Keys belong there. Run: touch ${join(folder, '.env')} && chmod 600 ${join(folder, '.env')}`,
          },
        ]
  const found: Item = { level: 'ok', message: '.env file found' }
  if (process.platform === 'win32') return [found]
  const mode = (await stat(dotenv)).mode & 0o777
  return [
    found,
    (mode & 0o077) === 0
      ? { level: 'ok', message: `.env permissions secure (${mode.toString(8)})` }
      : {
          level: 'error',
          message: `.env has insecure permissions (${mode.toString(8)})`,
          hint: `Run: chmod 600 ${dotenv}`,
        },
  ]
}

function checkSecrets({ file, raw }: LoadedConfig): readonly Item[] {
  if (file === undefined) return []
  const places = plaintextSecrets(raw)
  return [
    places.length === 0
      ? { level: 'ok', message: 'No plaintext secrets in config' }
      : {
          level: 'error',
          message: `Plaintext secrets detected in config (${places.join(', ')})`,
          hint: 'Move API keys to .env and use ${VAR} syntax in config.yml',
        },
  ]
}

async function checkWorkspace(loaded: LoadedConfig): Promise<readonly Item[]> {
  const named = loaded.config.agents?.defaults?.workspace
  const folder = workspaceFolder(loaded)
  const exists = await stat(folder).then(
    (state) => state.isDirectory(),
    () => false,
  )
  if (!exists) {
    return loaded.file === undefined
      ? [{ level: 'note', message: 'No workspace folder: no built-in tools' }]
      : [
          {
            level: 'warning',
            message: `Workspace directory missing (${named ?? './workspace'}); there are no built-in tools`,
            hint: `Run: mkdir -p ${folder}`,
          },
        ]
  }
  const items: Item[] = [{ level: 'ok', message: `Workspace exists (${named ?? './workspace'})` }]
  if (resolve(folder) === resolve(homedir())) {
    items.push({
      level: 'warning',
      message: 'Workspace is set to home directory',
      hint: 'Write agents.defaults.workspace: "./workspace".',
    })
  }
  const way = loaded.dotenv === undefined ? '..' : relative(folder, loaded.dotenv)
  if (way !== '..' && !way.startsWith(`..${sep}`)) {
    items.push({
      level: 'error',
      message: '.env file is inside workspace directory',
      hint: 'Make the workspace a folder of its own: agents.defaults.workspace: "./workspace".',
    })
  }
  return items
}
