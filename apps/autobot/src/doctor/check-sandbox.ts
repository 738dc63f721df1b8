import { existsSync } from 'node:fs'
import type { ProviderHost } from '@autobot/core'
import { disabledPlugins, findToolSandbox } from '../compose.ts'
import type { LoadedConfig } from '../config/load.ts'
import { workspaceFolder } from '../config/tool-options.ts'
import type { Item } from './item.ts'

/** Where commands would run; of interest only where there is a workspace. */
export async function checkSandbox(
  loaded: LoadedConfig,
  host: ProviderHost,
): Promise<readonly Item[]> {
  if (!existsSync(workspaceFolder(loaded))) return []
  const disabled = disabledPlugins(loaded)
  if (disabled.has('exec') || disabled.has('tools'))
    return [{ level: 'note', message: 'Sandbox (exec is switched off)' }]
  const kind = loaded.config.tools?.sandbox ?? 'auto'
  if (kind === 'none') {
    return [
      {
        level: 'warning',
        message: 'Sandbox disabled (sandbox: none)',
        hint: 'Take tools.sandbox out of config.yml; commands then run in bubblewrap or Docker.',
      },
    ]
  }
  const found = await findToolSandbox(kind, host)
  return [
    found === undefined
      ? {
          level: 'warning',
          message: 'Sandbox enabled but no sandbox tool found; commands are refused',
          hint:
            kind === 'docker'
              ? 'Start Docker, or set tools.sandbox: auto'
              : 'Run: apt install bubblewrap (or start Docker, or set tools.sandbox: none)',
        }
      : { level: 'ok', message: `Sandbox available (${found})` },
  ]
}
