import type { Plugin } from '../contract/plugin.ts'
import { ConfigError } from '../errors/config-error.ts'

/** A plugin of any contract: only what every one of them has. */
export interface AnyPlugin {
  readonly contract: number
  readonly name: string
}

/** Makes a plugin of one contract one of the next. Adds and renames; never calls `register`. */
export type Lift = (plugin: AnyPlugin) => AnyPlugin

export interface ContractVersions {
  /** The one that the rest of core knows. */
  readonly current: number
  /** By the contract that they start from; one step each. */
  readonly lifts: ReadonlyMap<number, Lift>
}

/** The first contract: there is none before it to be lifted. */
const known: ContractVersions = { current: 1, lifts: new Map() }

/**
 * The one place that knows other contracts than the current one: an older plugin is lifted, step
 * by step; a newer one is refused.
 */
export function liftContract(given: AnyPlugin, versions: ContractVersions = known): Plugin {
  const { current, lifts } = versions
  const contract: unknown = given?.contract
  const name = typeof given?.name === 'string' ? given.name : 'A plugin without a name'
  if (typeof contract === 'number' && contract > current) {
    throw new ConfigError(
      `${name} is written for contract ${contract}; this core knows contract ${current}.`,
      { hint: 'Update @autobot/core, or install an older version of the plugin.' },
    )
  }
  let plugin = given
  while (plugin?.contract !== current) {
    const lift = lifts.get(plugin?.contract)
    if (lift === undefined) throw refusal(name, contract, versions)
    plugin = lift(plugin)
  }
  return plugin as Plugin
}

function refusal(name: string, contract: unknown, { current, lifts }: ContractVersions): Error {
  if (typeof contract === 'number' && lifts.size > 0) {
    const oldest = Math.min(...lifts.keys())
    return new ConfigError(
      `${name} is written for contract ${contract}; this core knows contracts ${oldest} to ${current}.`,
      { hint: 'Install a newer version of the plugin.' },
    )
  }
  return new ConfigError(`${name} is not a plugin: it has no "contract: ${current}".`, {
    hint: 'Pass what the package exports, called if it is a function: plugins: [acme()].',
  })
}
