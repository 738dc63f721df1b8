// The only file that knows concrete packages. Each is imported when something asks for it.
import {
  createAgent,
  createRegistry,
  type Agent,
  type AgentOptions,
  type Plugin,
  type ProviderHost,
} from '@autobot/core'
import { camelCaseBlocks, providerBlocks, type Blocks } from './config/blocks.ts'
import type { LoadedConfig } from './config/load.ts'
import { importPlugin } from './import-plugin.ts'

export interface Composition {
  readonly plugins: readonly Plugin[]
  /** The package of each plugin, by the plugin's name. */
  readonly packages: ReadonlyMap<string, string>
  readonly providers: Blocks
}

export interface CompositionOptions {
  readonly loaded: LoadedConfig
  readonly host: ProviderHost
  /** Models whose providers are needed; `all` for lists. */
  readonly models: readonly string[] | 'all'
  /** Whether MCP servers take part. Default true. */
  readonly servers?: boolean
}

interface BuiltIn {
  readonly package: string
  readonly load: (blocks: Blocks, host: ProviderHost) => Promise<Plugin>
}

const builtIns = {
  bedrock: {
    package: '@autobot/provider-bedrock',
    load: async () => (await import('@autobot/provider-bedrock')).bedrock(),
  },
  http: {
    package: '@autobot/provider-http',
    load: async (blocks: Blocks, host: ProviderHost) => {
      const { http } = await import('@autobot/provider-http')
      const { prefixes } = createRegistry({ plugins: [http()], host })
      return http(withType(blocks, prefixes))
    },
  },
} satisfies Record<string, BuiltIn>

type BuiltInName = keyof typeof builtIns
const names = Object.keys(builtIns) as BuiltInName[]

/** The plugins of a run: no more than its models need, unless a prefix is not found that way. */
export async function compose(options: CompositionOptions): Promise<Composition> {
  const { loaded, host } = options
  const wanted = configured(loaded)
  const packages = new Map<string, string>()
  const strangers: Plugin[] = []
  for (const { name, settings, path } of wanted.strangers) {
    const plugin = await importPlugin(name, settings, loaded.folder, path)
    strangers.push(plugin)
    packages.set(plugin.name, name)
  }
  const providers = providerBlocks(loaded.config)
  const owned = createRegistry({ plugins: strangers, host }).prefixes

  const load = async (built: readonly BuiltInName[]): Promise<readonly Plugin[]> => {
    const plugins: Plugin[] = []
    for (const name of built) {
      const { package: from, load: make } = builtIns[name]
      const plugin = await make(without(providers, ['bedrock', ...owned]), host)
      packages.set(plugin.name, from)
      plugins.push(plugin)
    }
    const servers = options.servers === false || wanted.disabled.has('mcp') ? {} : serversOf(loaded)
    if (Object.keys(servers).length > 0) {
      const { mcp } = await import('@autobot/mcp-bridge')
      const plugin = mcp({ servers } as Parameters<typeof mcp>[0])
      packages.set(plugin.name, '@autobot/mcp-bridge')
      plugins.push(plugin)
    }
    return [...plugins, ...strangers]
  }

  const enabled = names.filter((name) => !wanted.disabled.has(name))
  let plugins: readonly Plugin[]
  if (options.models === 'all') plugins = await load(enabled)
  else {
    const prefixes = options.models.map((model) => model.split('/', 1)[0] ?? '')
    const bedrock = prefixes.includes('bedrock')
    const http = prefixes.some((prefix) => prefix !== 'bedrock' && !owned.includes(prefix))
    plugins = await load(enabled.filter((name) => (name === 'bedrock' ? bedrock : http)))
    const { prefixes: known } = createRegistry({ plugins, host })
    // The error for an unknown prefix lists every known one.
    if (!prefixes.every((prefix) => known.includes(prefix))) plugins = await load(enabled)
  }
  return { plugins, packages, providers }
}

/** The agent of a run, its providers made: what is wrong with them is known before any request. */
export async function composeAgent(
  options: CompositionOptions & {
    readonly models: readonly string[]
    readonly agent: Omit<AgentOptions, 'plugins' | 'providers' | 'host'>
    readonly decorate?: (plugin: Plugin) => Plugin
  },
): Promise<Agent> {
  const { plugins, providers } = await compose(options)
  const agent = createAgent({
    ...options.agent,
    plugins: options.decorate === undefined ? plugins : plugins.map(options.decorate),
    providers,
    host: options.host,
  })
  try {
    for (const model of options.models) agent.registry.check(model)
    for (const model of options.models) await agent.registry.resolve(model)
    return agent
  } catch (error) {
    await agent.dispose()
    throw error
  }
}

function serversOf({ config }: LoadedConfig): Record<string, unknown> {
  const servers = Object.entries(config.mcp?.servers ?? {})
  const enabled = servers.filter(([, server]) => server['enabled'] !== false)
  return camelCaseBlocks(Object.fromEntries(enabled))
}

interface Stranger {
  readonly name: string
  readonly settings: unknown
  readonly path: string
}

/** `plugins` as a list of names and `name: settings`, or as one block of them. */
function configured({ config }: LoadedConfig): {
  strangers: readonly Stranger[]
  disabled: ReadonlySet<string>
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
  const ours = new Map<string, string>([
    ['mcp', 'mcp'],
    ['@autobot/mcp-bridge', 'mcp'],
    ...names.flatMap((name): [string, string][] => [
      [name, name],
      [builtIns[name].package, name],
    ]),
  ])
  const isOff = (settings: unknown): boolean =>
    settings === false || (settings as { enabled?: unknown } | null | undefined)?.enabled === false
  return {
    strangers: entries.filter(({ name, settings }) => !ours.has(name) && !isOff(settings)),
    disabled: new Set(
      entries.flatMap(({ name, settings }) => (isOff(settings) ? [ours.get(name) ?? name] : [])),
    ),
  }
}

/** A server of the user's own with nothing but an address speaks what most of them speak. */
function withType(blocks: Blocks, known: readonly string[]): Blocks {
  return Object.fromEntries(
    Object.entries(blocks).map(([prefix, block]) => {
      const own = !known.includes(prefix) && 'apiBase' in block && !('type' in block)
      return [prefix, own ? { ...block, type: 'openai-chat' } : block]
    }),
  )
}

function without(blocks: Blocks, prefixes: readonly string[]): Blocks {
  return Object.fromEntries(Object.entries(blocks).filter(([prefix]) => !prefixes.includes(prefix)))
}
