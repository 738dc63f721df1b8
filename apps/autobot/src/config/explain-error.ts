import { ConfigError } from '@autobot/core/provider'
import type { LoadedConfig } from './load.ts'

/** Adds file, line and column to an error about a block that the file holds. */
export function withPosition(error: unknown, loaded: LoadedConfig | undefined): unknown {
  if (!ConfigError.is(error) || error.path === undefined || loaded?.file === undefined) return error
  const path = error.path.split('.')
  const [section = '', name = ''] = path
  const block = (loaded.raw as Record<string, unknown>)[section]
  if (typeof block !== 'object' || block === null || !(name in block)) return error
  return new ConfigError(`${loaded.where(path)}: ${error.message}`, {
    path: error.path,
    ...(error.hint !== undefined && { hint: error.hint }),
    cause: error,
  })
}
