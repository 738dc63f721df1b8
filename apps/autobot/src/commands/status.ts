import { existsSync } from 'node:fs'
import type { CommandContext } from '../command-context.ts'
import { compose, composedServers } from '../compose.ts'
import type { LoadedConfig } from '../config/load.ts'
import { workspaceFolder } from '../config/tool-options.ts'
import { processHost } from '../host.ts'
import { keepsSessions, sessionStore } from '../session/session-store.ts'
import { version } from '../version.ts'
import type { ListFlags } from './list-flags.ts'
import { listing } from './listing.ts'
import { load } from './load.ts'

/** What is set up here, at a glance; asks nobody. */
export function statusCommand(flags: ListFlags, context: CommandContext): Promise<number> {
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
      const workspace = workspaceFolder(loaded)
      const status = {
        type: 'status',
        version: version(),
        config: loaded.file ?? null,
        workspace: existsSync(workspace) ? workspace : null,
        model: loaded.config.agents?.defaults?.model ?? null,
        fallback: loaded.config.agents?.defaults?.fallback ?? [],
        providers: registry.prefixes.flatMap((prefix) => {
          const key = registry
            .definition(prefix)
            ?.environment.find((name) => host.secret(name) !== undefined)
          const by = prefix in providers ? `providers.${prefix}` : key
          return by === undefined ? [] : [{ prefix, configuredBy: by }]
        }),
        plugins: registry.plugins.map(({ name, version: its, description }) => ({
          name,
          version: its ?? null,
          description: description ?? null,
          package: packages.get(name) ?? null,
        })),
        mcpServers: Object.keys((await composedServers(loaded, host)).servers),
        sessions: keepsSessions(loaded) ? (await (await sessionStore(loaded)).list()).length : 0,
      }
      if (flags.json === true) return context.write(`${context.redactor.json(status)}\n`)
      const mark = (there: boolean): string => (there ? '✓' : '✗')
      const lines = [
        `autobot v${status.version} Status`,
        '',
        `Config:     ${status.config ?? './config.yml'} ${mark(status.config !== null)}`,
        `Workspace:  ${workspace} ${mark(status.workspace !== null)}`,
        `Model:      ${[status.model ?? 'not set', ...status.fallback].join(', then ')}`,
        'Providers:',
        ...(status.providers.length === 0 ? ['  none is configured'] : []),
        ...status.providers.map(
          ({ prefix, configuredBy }) => `  ${prefix}: ✓ configured (${configuredBy})`,
        ),
        `MCP:        ${status.mcpServers.join(', ') || 'no servers'}`,
        `Sessions:   ${status.sessions}`,
        `Plugins:    ${status.plugins.length}`,
        ...status.plugins.map(
          ({ name, version: its, description }) =>
            `  ${name}${its === null ? '' : ` v${its}`}${description === null ? '' : ` - ${description}`}`,
        ),
        ...(status.config === null ? ['', "Run 'autobot new <name>' to create a bot."] : []),
      ]
      context.write(context.redactor.text(`${lines.join('\n')}\n`))
    },
  )
}
