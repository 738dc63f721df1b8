import type { CommandContext } from '../command-context.ts'
import { compose } from '../compose.ts'
import type { LoadedConfig } from '../config/load.ts'
import { processHost } from '../host.ts'
import { columns } from '../render/columns.ts'
import type { ListFlags } from './list-flags.ts'
import { listing } from './listing.ts'
import { load } from './load.ts'

/** Every plugin that takes part, and what it brings. */
export function pluginsCommand(flags: ListFlags, context: CommandContext): Promise<number> {
  let loaded: LoadedConfig | undefined
  return listing(
    flags,
    context,
    () => loaded,
    async () => {
      loaded = await load(flags, context)
      const { createRegistry } = await import('@autobot/core')
      const host = processHost(context)
      const { plugins, packages } = await compose({ loaded, host, models: 'all' })
      const registry = createRegistry({ plugins, host })
      const rows = registry.plugins.map((plugin) => {
        const own = createRegistry({ plugins: [plugin], host })
        return {
          name: plugin.name,
          version: plugin.version ?? null,
          description: plugin.description ?? null,
          package: packages.get(plugin.name) ?? null,
          prefixes: own.prefixes,
          tools: own.tools.map((tool) => tool.name),
          toolSources: own.toolSources.map((source) => source.name),
          hooks: own.hooks.map((hook) => hook.name),
        }
      })
      if (flags.json === true)
        return context.write(`${context.redactor.json({ type: 'plugins', plugins: rows })}\n`)
      context.write(
        columns(
          ['PLUGIN', 'PACKAGE', 'BRINGS'],
          rows.map((row) => [row.name, row.package ?? '', brings(row)]),
        ),
      )
    },
  )
}

function brings(
  row: Readonly<Record<'prefixes' | 'tools' | 'toolSources' | 'hooks', readonly string[]>>,
): string {
  const part = (label: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : [`${label}: ${names.join(', ')}`]
  return [
    ...part('providers', row.prefixes),
    ...part('tools', row.tools),
    ...part('tool sources', row.toolSources),
    ...part('hooks', row.hooks),
  ].join('; ')
}
