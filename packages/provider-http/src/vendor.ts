import { ConfigError, definePlugin, type Plugin } from '@autobot/core/provider'
import { chosenWires } from './chosen-wires.ts'
import type { HttpProviderConfig } from './config.ts'
import { cardOf } from './vendor-card.ts'
import { vendorProvider } from './vendor-provider.ts'
import type { VendorSpec } from './vendor/spec.ts'
import type { Wire, WireName } from './wires.ts'

/** One vendor, which is an entry of the package: called, it is a plugin of that vendor alone. */
export interface Vendor {
  (config?: HttpProviderConfig): Plugin
  /** Its table. */
  readonly spec: VendorSpec
}

/** A vendor by its table, with the wires that the table speaks of and no other. */
export function vendor(wires: readonly Wire[], spec: VendorSpec): Vendor {
  const known = chosenWires(wires, (_spec, wire) => {
    throw notHere(spec.prefix, wire, wires)
  })
  const plugin = (config?: HttpProviderConfig): Plugin =>
    definePlugin({
      name: `@autobot/provider-http/${spec.prefix}`,
      description: `${spec.displayName}, over HTTP.`,
      register(registry) {
        const source = { spec: async () => spec, wires: known }
        registry.provider(vendorProvider(cardOf(spec), source, config))
      },
    })
  return Object.assign(plugin, { spec })
}

function notHere(prefix: string, wire: WireName, wires: readonly Wire[]): ConfigError {
  const names = wires.map(({ name }) => name).join(' and ')
  return new ConfigError(`@autobot/provider-http/${prefix} speaks ${names}, not ${wire}.`, {
    path: `providers.${prefix}.type`,
    hint: 'Pass http() of @autobot/provider-http in its place, which speaks every wire, or leave type out.',
  })
}
