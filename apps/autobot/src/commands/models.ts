import { RouteError, type ModelInfo } from '@autobot/core'
import type { CommandContext } from '../command-context.ts'
import { composeAgent } from '../compose.ts'
import type { LoadedConfig } from '../config/load.ts'
import { processHost } from '../host.ts'
import { columns } from '../render/columns.ts'
import { UsageError } from '../usage-error.ts'
import type { ListFlags } from './list-flags.ts'
import { listing } from './listing.ts'
import { load } from './load.ts'

/** What a provider offers, asked of the provider; without a prefix, of that of the default model. */
export function modelsCommand(
  prefix: string | undefined,
  flags: ListFlags,
  context: CommandContext,
): Promise<number> {
  let loaded: LoadedConfig | undefined
  return listing(
    flags,
    context,
    () => loaded,
    async () => {
      loaded = await load(flags, context)
      const chosen = prefix ?? loaded.config.agents?.defaults?.model?.split('/', 1)[0]
      if (chosen === undefined) {
        throw new UsageError(
          'No provider is chosen.',
          "Write autobot models PREFIX; 'autobot providers' lists the prefixes.",
        )
      }
      const model = `${chosen}/any`
      const agent = await composeAgent({
        loaded,
        host: processHost(context),
        models: [model],
        servers: false,
        agent: { model },
      }).catch((error: unknown) => {
        if (!RouteError.is(error)) throw error
        throw new RouteError(chosen, chosen, error.knownPrefixes, error.nearest)
      })
      try {
        const { provider } = await agent.registry.resolve(model)
        if (provider.listModels === undefined) {
          throw new UsageError(
            `The provider ${chosen} has no list of its models.`,
            `Any ${chosen}/MODEL can be used.`,
          )
        }
        const found: ModelInfo[] = []
        for await (const item of provider.listModels({ signal: context.signal })) found.push(item)
        const rows = found.map(({ id, displayName, contextWindow, maxOutputTokens }) => ({
          model: `${chosen}/${id}`,
          name: displayName ?? null,
          contextWindow: contextWindow ?? null,
          maxOutputTokens: maxOutputTokens ?? null,
        }))
        if (flags.json === true)
          return context.write(`${context.redactor.json({ type: 'models', models: rows })}\n`)
        context.write(
          columns(
            ['MODEL', 'NAME'],
            rows.map((row) => [row.model, row.name ?? '']),
          ),
        )
      } finally {
        await agent.dispose()
      }
    },
  )
}
