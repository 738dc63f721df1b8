import type { Config } from './config.ts'

export interface PluginEntry {
  readonly name: string
  readonly settings: unknown
  readonly path: string
}

/**
 * `plugins` as a list of names and `name: settings`, or as one block of them.
 * @param ours what stands for a plugin that we bring, and its short name
 */
export function pluginEntries(
  config: Config,
  ours: ReadonlyMap<string, string>,
): {
  readonly strangers: readonly PluginEntry[]
  readonly disabled: ReadonlySet<string>
} {
  const block = config.plugins ?? []
  const entries = Array.isArray(block)
    ? block.flatMap((item, index) =>
        typeof item === 'string'
          ? [{ name: item, settings: undefined, path: `plugins.${index}` }]
          : Object.entries(item).map(([name, settings]) => ({
              name,
              settings,
              path: `plugins.${index}`,
            })),
      )
    : Object.entries(block).map(([name, settings]) => ({ name, settings, path: `plugins.${name}` }))
  const isOff = (settings: unknown): boolean =>
    settings === false || (settings as { enabled?: unknown } | null | undefined)?.enabled === false
  return {
    strangers: entries.filter(({ name, settings }) => !ours.has(name) && !isOff(settings)),
    disabled: new Set(
      entries.flatMap(({ name, settings }) => (isOff(settings) ? [ours.get(name) ?? name] : [])),
    ),
  }
}
