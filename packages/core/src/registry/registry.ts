import type { Capabilities } from '../contract/capabilities.ts'
import type { Hook } from '../contract/hook.ts'
import type { Plugin } from '../contract/plugin.ts'
import type { Provider, ProviderDefinition, ProviderHost } from '../contract/provider.ts'
import type { Warning } from '../contract/response.ts'
import type { SessionStore } from '../contract/session.ts'
import type { Tool, ToolSource } from '../contract/tool.ts'
import { ConfigError } from '../errors/config-error.ts'
import { ProviderError } from '../errors/provider-error.ts'
import { RouteError } from '../errors/route-error.ts'
import { liftContract } from './lift-contract.ts'
import { parseModelRef } from './model-ref.ts'
import { nearest } from './nearest.ts'

/** What a model with prefix stands for. */
export interface Target {
  readonly prefix: string
  readonly model: string
  readonly provider: Provider
  readonly capabilities: Capabilities
}

export interface Registry {
  /** In alphabetical order. */
  readonly prefixes: readonly string[]
  readonly definitions: readonly ProviderDefinition[]
  readonly plugins: readonly Plugin[]
  readonly tools: readonly Tool[]
  readonly toolSources: readonly ToolSource[]
  readonly hooks: readonly Hook[]
  /** By name. */
  readonly sessionStores: ReadonlyMap<string, SessionStore>
  readonly host: ProviderHost
  /** Throws RouteError for an unknown prefix. Creates nothing. */
  check(model: string): void
  definition(prefix: string): ProviderDefinition | undefined
  /** Name of the plugin that brought the provider. */
  owner(prefix: string): string | undefined
  /** Name of the plugin that brought the tool. */
  toolOwner(name: string): string | undefined
  /** Creates the provider on the first use of its prefix. */
  resolve(model: string): Promise<Target>
  /** Starts plugins and tool sources; a failure is reported and isolated. */
  start(): Promise<readonly Warning[]>
  /** Stops all in reverse order, also when one of them fails. */
  dispose(): Promise<void>
}

export interface RegistryOptions {
  readonly plugins: readonly Plugin[]
  /** Configuration blocks by prefix; win over what a plugin was given in code. */
  readonly providers?: Readonly<Record<string, unknown>>
  readonly host: ProviderHost
}

export function createRegistry(options: RegistryOptions): Registry {
  const { host } = options
  const blocks = new Map(Object.entries(options.providers ?? {}))
  const definitions = new Map<string, ProviderDefinition>()
  const owners = new Map<string, string>()
  const plugins = new Map<string, Plugin>()
  const tools = new Map<string, Tool>()
  const toolSources: ToolSource[] = []
  const hooks: Hook[] = []
  const sessionStores = new Map<string, SessionStore>()
  const created = new Map<string, Promise<Provider>>()
  const started: Plugin[] = []
  let starting: Promise<readonly Warning[]> | undefined
  let disposing: Promise<void> | undefined

  const own = (kind: string, name: string, plugin: string): void => {
    const other = owners.get(`${kind} ${name}`)
    if (other !== undefined) {
      throw new ConfigError(`${other} and ${plugin} both bring the ${kind} "${name}".`, {
        hint: 'Leave one of the two plugins out.',
      })
    }
    owners.set(`${kind} ${name}`, plugin)
  }

  for (const given of options.plugins) {
    const plugin = liftContract(given)
    if (plugins.has(plugin.name)) {
      throw new ConfigError(`The plugin ${plugin.name} is there twice.`, { hint: 'Pass it once.' })
    }
    plugins.set(plugin.name, plugin)
    try {
      const returned: unknown = plugin.register({
        provider(definition) {
          own('prefix', definition.prefix, plugin.name)
          definitions.set(definition.prefix, definition)
        },
        tool(tool) {
          own('tool', tool.name, plugin.name)
          tools.set(tool.name, tool)
        },
        toolSource: (source) => void toolSources.push(source),
        hook: (hook) => void hooks.push(hook),
        sessionStore(name, store) {
          own('session store', name, plugin.name)
          sessionStores.set(name, store)
        },
      })
      if (returned instanceof Promise) {
        returned.catch(() => undefined)
        throw new Error('register must not be async; begin work in start.')
      }
    } catch (error) {
      if (ConfigError.is(error)) throw error
      const message = `The plugin ${plugin.name} could not register: ${messageOf(error)}`
      throw new ConfigError(message, { cause: error })
    }
  }
  const prefixes = [...definitions.keys()].sort()

  const lookUp = (ref: string): { definition: ProviderDefinition; model: string } => {
    const { prefix, model } = parseModelRef(ref, prefixes)
    const definition = definitions.get(prefix)
    if (definition === undefined) {
      throw new RouteError(ref, prefix, prefixes, nearest(prefix, prefixes))
    }
    return { definition, model }
  }
  const provide = (definition: ProviderDefinition): Promise<Provider> => {
    const { prefix } = definition
    let provider = created.get(prefix)
    if (provider === undefined) {
      provider = create(definition, merge(definition.config, blocks.get(prefix)), host)
      created.set(prefix, provider)
      // A failure is not kept: the next use may find the key that was missing.
      provider.catch(() => created.get(prefix) === provider && created.delete(prefix))
    }
    return provider
  }

  return Object.freeze({
    prefixes,
    definitions: [...definitions.values()],
    plugins: [...plugins.values()],
    tools: [...tools.values()],
    toolSources,
    hooks,
    sessionStores,
    host,
    check: (model: string) => void lookUp(model),
    definition: (prefix: string) => definitions.get(prefix),
    owner: (prefix: string) => owners.get(`prefix ${prefix}`),
    toolOwner: (name: string) => owners.get(`tool ${name}`),
    async resolve(ref: string) {
      const { definition, model } = lookUp(ref)
      if (disposing !== undefined) throw new ConfigError('The registry was disposed of.')
      const provider = await provide(definition)
      return {
        prefix: definition.prefix,
        model,
        provider,
        capabilities: provider.capabilities(model),
      }
    },
    start: () => (starting ??= start()),
    dispose: () => (disposing ??= dispose()),
  })

  async function start(): Promise<readonly Warning[]> {
    const warnings: Warning[] = []
    const report = (name: string, error: unknown): void => {
      warnings.push({
        code: 'plugin_failed',
        message: `${name} could not start: ${messageOf(error)}`,
      })
    }
    for (const plugin of plugins.values()) {
      try {
        await plugin.start?.(host)
        started.push(plugin)
      } catch (error) {
        report(plugin.name, error)
      }
    }
    for (const source of toolSources) {
      try {
        source.start?.()
      } catch (error) {
        report(source.name, error)
      }
    }
    return warnings
  }

  async function dispose(): Promise<void> {
    await starting
    const providers = [...created.values()].reverse()
    created.clear()
    const steps: (() => unknown)[] = [
      ...toolSources.map((source) => () => source.stop?.()).reverse(),
      ...providers.map((provider) => async () => {
        // One that could not be created has nothing to end.
        await (await provider.catch(() => undefined))?.dispose?.()
      }),
      ...started.map((plugin) => () => plugin.stop?.()).reverse(),
    ]
    for (const stop of steps) {
      try {
        await stop()
      } catch (error) {
        host.log('warn', `Stopping failed: ${messageOf(error)}`)
      }
    }
  }
}

/** A failure without a kind, such as an SDK that is not installed, says whose it is. */
async function create(
  definition: ProviderDefinition,
  config: unknown,
  host: ProviderHost,
): Promise<Provider> {
  try {
    return await definition.create(config, host)
  } catch (error) {
    if (ConfigError.is(error) || ProviderError.is(error)) throw error
    const message = `The provider "${definition.prefix}" could not be created: ${messageOf(error)}`
    throw new ConfigError(message, { path: `providers.${definition.prefix}`, cause: error })
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function merge(inCode: unknown, block: unknown): unknown {
  if (block === undefined || block === null) return inCode
  if (typeof inCode !== 'object' || typeof block !== 'object') return block
  const given = Object.entries(block).filter(([, field]) => field !== null && field !== undefined)
  return { ...inCode, ...Object.fromEntries(given) }
}
