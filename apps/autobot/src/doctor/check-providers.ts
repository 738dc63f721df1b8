import {
  createRegistry,
  errorInfo,
  type Plugin,
  type PreparedRequest,
  type ProviderHost,
  type Registry,
} from '@autobot/core'
import { compose } from '../compose.ts'
import { withPosition } from '../config/explain-error.ts'
import type { LoadedConfig } from '../config/load.ts'
import { clockItem } from './check-machine.ts'
import type { Item } from './item.ts'

export interface ProviderCheckOptions {
  readonly loaded: LoadedConfig
  readonly host: ProviderHost
  /** Whether something is sent. */
  readonly live: boolean
  readonly signal: AbortSignal
}

/** Makes every provider that the configuration names; sends nothing unless it is live. */
export async function checkProviders(options: ProviderCheckOptions): Promise<readonly Item[]> {
  const { loaded, host, live, signal } = options
  const items: Item[] = []
  const add = (...more: readonly Item[]): void => void items.push(...more)
  let clock: Item | undefined
  const noticed: ProviderHost = {
    ...host,
    async fetch(...request) {
      const response = await host.fetch(...request)
      clock ??= clockItem(response.headers.get('date'), host.now())
      return response
    },
    log(level, message, fields) {
      if (level === 'warn' || level === 'error') add({ level: 'warning', message })
      else host.log(level, message, fields)
    },
  }
  const failed = (error: unknown, level: 'warning' | 'error'): void => {
    const { message, hint } = errorInfo(withPosition(error, loaded))
    add({ level, message, ...(hint !== undefined && { hint }) })
  }
  const { model, fallback = [] } = loaded.config.agents?.defaults ?? {}
  if (model === undefined) {
    add({
      level: 'warning',
      message: 'No default model is chosen',
      hint: "Run 'autobot setup', or pass --model PREFIX/MODEL each time.",
    })
  }
  const used = [...(model === undefined ? [] : [model]), ...fallback]
  const blocks = Object.keys(loaded.config.providers ?? {})
  const further = blocks.filter((prefix) => !used.some((item) => item.startsWith(`${prefix}/`)))
  try {
    const models = [...used, ...further.map((prefix) => `${prefix}/any`)]
    // Without any of both, everything: a key of the environment may be enough.
    const { plugins, packages, providers } = await compose({
      loaded,
      host: noticed,
      models: models.length > 0 ? models : 'all',
      servers: false,
      tools: false,
    })
    for (const plugin of plugins) add(pluginItem(plugin, packages))
    const registry = createRegistry({ plugins, providers, host: noticed })
    try {
      const ready: string[] = []
      for (const [index, item] of models.entries()) {
        try {
          const { prefix } = await registry.resolve(item)
          if (!ready.includes(prefix)) {
            ready.push(prefix)
            add(await configuredItem(registry, item, signal))
          }
          if (live) add(...(await liveItems(registry, item, index < used.length, signal)))
        } catch (error) {
          failed(error, index < used.length ? 'error' : 'warning')
        }
      }
      if (models.length === 0) ready.push(...environmentPrefixes(registry, host))
      if (ready.length === 0) {
        add({
          level: 'error',
          message: 'No LLM provider configured',
          hint: 'Add an API key to .env (e.g. ANTHROPIC_API_KEY or AWS credentials)',
        })
      } else if (models.length === 0) {
        add({ level: 'ok', message: `LLM provider configured (${ready.join(', ')})` })
      }
    } finally {
      await registry.dispose()
    }
  } catch (error) {
    failed(error, 'error')
  }
  if (clock !== undefined) add(clock)
  return items
}

function pluginItem({ name, version }: Plugin, packages: ReadonlyMap<string, string>): Item {
  const from = packages.get(name)
  const where = from === undefined || from === name ? '' : ` (${from})`
  return {
    level: 'ok',
    message: `Plugin: ${name}${version === undefined ? '' : ` v${version}`}${where}`,
  }
}

/** A provider that was made, with the source of its credentials and where it would send to. */
async function configuredItem(
  registry: Registry,
  item: string,
  signal: AbortSignal,
): Promise<Item> {
  const { prefix, model, provider } = await registry.resolve(item)
  const request: PreparedRequest = {
    model,
    messages: [{ role: 'user', content: [{ type: 'text', text: '.' }] }],
  }
  const wire = await provider.explain?.(request, { signal }).catch(() => undefined)
  const host = wire !== undefined && URL.canParse(wire.url) ? new URL(wire.url).host : undefined
  const details = [
    ...(wire?.credentials === undefined ? [] : [`credentials: ${wire.credentials}`]),
    ...(host === undefined ? [] : [`sends to ${host}`]),
  ]
  return {
    level: 'ok',
    message: `LLM provider configured (${prefix})${details.length === 0 ? '' : `: ${details.join('; ')}`}`,
  }
}

function environmentPrefixes(registry: Registry, host: ProviderHost): readonly string[] {
  return registry.prefixes.filter((prefix) => {
    const [key] = registry.definition(prefix)?.environment ?? []
    return key !== undefined && host.secret(key) !== undefined
  })
}

/** What the provider says of itself, and one token of the model. */
async function liveItems(
  registry: Registry,
  item: string,
  isUsed: boolean,
  signal: AbortSignal,
): Promise<readonly Item[]> {
  const { prefix, model, provider } = await registry.resolve(item)
  const limited = AbortSignal.any([signal, AbortSignal.timeout(30_000)])
  const context = { signal: limited }
  const checked = (await provider.check?.(context))?.items ?? []
  const items: Item[] = checked.map((each) => ({ ...each, message: `${prefix}: ${each.message}` }))
  if (!isUsed || items.some(({ level }) => level === 'error')) return items
  const minimum = provider.capabilities(model).parameters?.minOutputTokens ?? 1
  const request: PreparedRequest = {
    model,
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Say OK.' }] }],
    maxOutputTokens: minimum,
  }
  try {
    for await (const _ of provider.stream(request, context)) break
    return [...items, { level: 'ok', message: `${item} answers` }]
  } catch (error) {
    const { message, hint } = errorInfo(error)
    return [
      ...items,
      { level: 'error', message: `${item}: ${message}`, ...(hint !== undefined && { hint }) },
    ]
  }
}
