// The only file that knows concrete packages. Each is imported when something asks for it.
import {
  createAgent,
  createRegistry,
  type Agent,
  type AgentOptions,
  type Plugin,
  type PriceSource,
  type ProviderHost,
} from '@autobot/core'
import type { McpOptions, McpServeOptions, McpServing, McpSource } from '@autobot/mcp-bridge'
import type { SandboxKind } from '@autobot/tools'
import { providerBlocks, without, withType, type Blocks } from './config/blocks.ts'
import type { LoadedConfig } from './config/load.ts'
import { pluginEntries } from './config/plugin-entries.ts'
import { toolOptions } from './config/tool-options.ts'
import type { Composition, CompositionOptions } from './composition.ts'
import { importPlugin } from './import-plugin.ts'
import { neededServers, searchFor, waits } from './mcp/needed-servers.ts'
import { mcpFolder } from './mcp/user-folder.ts'
import { configuredServers, tellProblems, type ConfiguredServers } from './mcp/servers.ts'

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

/** The built-in tools: each is a plugin of its own, `tools` stands for all of them. */
const toolPackage = '@autobot/tools'
const toolNames = [
  'read_file',
  'write_file',
  'edit_file',
  'list_dir',
  'search_files',
  'exec',
  'web_fetch',
  'rate_limit',
]

/** What may stand in `plugins` for something that we bring ourselves. */
const ourNames = new Map<string, string>([
  ...[...toolNames, 'tools'].map((name): [string, string] => [name, name]),
  [toolPackage, 'tools'],
  ['mcp', 'mcp'],
  ['@autobot/mcp-bridge', 'mcp'],
  ...names.flatMap((name): [string, string][] => [
    [name, name],
    [builtIns[name].package, name],
  ]),
])

/** Names of what was switched off in `plugins`. */
export function disabledPlugins({ config }: LoadedConfig): ReadonlySet<string> {
  return pluginEntries(config, ourNames).disabled
}

/** The plugins of a run: no more than its models need, unless a prefix is not found that way. */
export async function compose(options: CompositionOptions): Promise<Composition> {
  const { loaded, host } = options
  const wanted = pluginEntries(loaded.config, ourNames)
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
    if (options.servers !== false && !wanted.disabled.has('mcp')) {
      const { servers } = tellProblems(await composedServers(loaded, host), host)
      if (Object.keys(servers).length > 0) {
        const bridge = await import('@autobot/mcp-bridge')
        const chosen = neededServers(servers, options.filter, bridge.toolPrefix)
        const plugin = bridge.mcp({
          ...serverOptions(bridge, chosen, options),
          ...waits(loaded),
          ...searchFor(options.filter),
        })
        packages.set(plugin.name, '@autobot/mcp-bridge')
        plugins.push(plugin)
      }
    }
    const settings = wanted.disabled.has('tools')
      ? undefined
      : toolOptions(loaded, [...wanted.disabled])
    if (settings !== undefined && options.tools !== false) {
      const { tools } = await import('@autobot/tools')
      for (const plugin of tools(settings)) {
        packages.set(plugin.name, toolPackage)
        plugins.push(plugin)
      }
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
    /** Whether other models may be asked for later. Default false. */
    readonly everything?: boolean
    readonly decorate?: (plugin: Plugin) => Plugin
  },
): Promise<Agent> {
  const { plugins, providers } = await compose(
    options.everything === true ? { ...options, models: 'all' } : options,
  )
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

/** The servers that are configured; those of a `.mcp.json` wait until they are approved. */
export function composedServers(
  loaded: LoadedConfig,
  host: ProviderHost,
): Promise<ConfiguredServers> {
  return configuredServers(loaded, host, () => import('@autobot/mcp-bridge'))
}

/** The configured servers by themselves, every tool of them. Call `stop` at the end. */
export async function composeServers(
  options: Pick<CompositionOptions, 'loaded' | 'host' | 'showPage' | 'elicit'>,
  only?: string,
): Promise<McpSource> {
  const bridge = await import('@autobot/mcp-bridge')
  const { loaded, host } = options
  const { servers } = tellProblems(await composedServers(loaded, host), host)
  const chosen = Object.entries(servers).filter(([name]) => only === undefined || name === only)
  const made = serverOptions(bridge, Object.fromEntries(chosen), options)
  return bridge.mcpSource({ ...made, search: 'never' }, () => host)
}

function serverOptions(
  bridge: typeof import('@autobot/mcp-bridge'),
  servers: Blocks,
  { host, showPage, elicit }: Pick<CompositionOptions, 'host' | 'showPage' | 'elicit'>,
): McpOptions {
  const open = (url: string, server: string): void => {
    showPage?.(url, server)
    bridge.openInBrowser(url)
  }
  return {
    servers: servers as McpOptions['servers'],
    store: bridge.fileStore(mcpFolder(host)),
    ...(elicit !== undefined && { elicit: elicit((url) => bridge.openInBrowser(url)) }),
    ...(showPage !== undefined && { authorizer: bridge.loopbackAuthorizer({ open }) }),
  }
}

/** Our tools, offered to others. */
export async function serveTools(options: McpServeOptions): Promise<McpServing> {
  return (await import('@autobot/mcp-bridge')).serve(options)
}

/** The sandbox that commands would run in. */
export async function findToolSandbox(
  kind: SandboxKind,
  host: ProviderHost,
): Promise<string | undefined> {
  const { findSandbox } = await import('@autobot/tools')
  return findSandbox(kind, (name) => host.secret(name))
}

/** What models cost: list prices of a dated snapshot. */
export async function loadPrices(): Promise<PriceSource> {
  return (await import('@autobot/models')).priceOf
}

/** Sends through the proxy that the environment names, as every provider over HTTP does. */
export async function loadProxyFetch(host: ProviderHost): Promise<ProviderHost['fetch']> {
  return (await import('@autobot/provider-http')).proxyFetch(host)
}
