import type { LogLevel } from '@autobot/core'
import type { CommandContext } from '../command-context.ts'
import { loadConfig, type LoadedConfig } from '../config/load.ts'

/** The configuration, the log level that it may set, and its warnings told. */
export async function load(
  flags: { readonly config?: string; readonly verbose?: boolean },
  context: CommandContext,
  usual: LogLevel = 'warn',
): Promise<LoadedConfig> {
  context.setLogLevel(flags.verbose === true, usual)
  const loaded = await loadConfig(flags.config, {
    environment: context.environment,
    secret: (value) => context.redactor.add(value),
  })
  context.setLogLevel(flags.verbose === true, usual)
  if (loaded.file === undefined) context.log('info', 'No config file found, using defaults.')
  for (const warning of loaded.warnings) context.log('warn', warning)
  return loaded
}
