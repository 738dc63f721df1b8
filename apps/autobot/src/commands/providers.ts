import type { CommandContext } from '../command-context.ts'
import { compose } from '../compose.ts'
import type { LoadedConfig } from '../config/load.ts'
import { processHost } from '../host.ts'
import { columns } from '../render/columns.ts'
import type { ListFlags } from './list-flags.ts'
import { listing } from './listing.ts'
import { load } from './load.ts'

/** Every prefix that can be used, and from which package. */
export function providersCommand(flags: ListFlags, context: CommandContext): Promise<number> {
  let loaded: LoadedConfig | undefined
  return listing(
    flags,
    context,
    () => loaded,
    async () => {
      loaded = await load(flags, context)
      const { createRegistry } = await import('@autobot/core')
      const host = processHost(context)
      const { plugins, packages, providers } = await compose({
        loaded,
        host,
        models: 'all',
        servers: false,
      })
      const registry = createRegistry({ plugins, host })
      const rows = registry.prefixes.flatMap((prefix) => {
        const definition = registry.definition(prefix)
        if (definition === undefined) return []
        const { displayName, environment, wire } = definition
        const plugin = registry.owner(prefix) ?? ''
        const set = environment.filter((name) => host.secret(name) !== undefined)
        return {
          prefix,
          name: displayName,
          wire: wire ?? null,
          package: packages.get(plugin) ?? plugin,
          environment,
          configuredBy: [...(prefix in providers ? [`providers.${prefix}`] : []), ...set],
        }
      })
      if (flags.json === true)
        return context.write(`${context.redactor.json({ type: 'providers', providers: rows })}\n`)
      context.write(
        columns(
          ['PREFIX', 'NAME', 'WIRE', 'PACKAGE', 'CONFIGURED BY'],
          rows.map((row) => [
            row.prefix,
            row.name,
            row.wire ?? '',
            row.package,
            row.configuredBy.join(', ') || '-',
          ]),
        ),
      )
    },
  )
}
