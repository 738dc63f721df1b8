import type { Plugin } from '../contract/plugin.ts'
import { ConfigError } from '../errors/config-error.ts'

/** Where a plugin of an older contract is lifted to this one; a newer one is refused. */
export function liftContract(plugin: Plugin): Plugin {
  const contract: unknown = plugin?.contract
  if (contract === 1) return plugin
  const name = typeof plugin?.name === 'string' ? plugin.name : 'A plugin without a name'
  if (typeof contract === 'number' && contract > 1) {
    throw new ConfigError(
      `${name} is written for contract ${contract}; this core knows contract 1.`,
      {
        hint: 'Update @autobot/core, or install an older version of the plugin.',
      },
    )
  }
  throw new ConfigError(`${name} is not a plugin: it has no "contract: 1".`, {
    hint: 'Pass what the package exports, called if it is a function: plugins: [acme()].',
  })
}
