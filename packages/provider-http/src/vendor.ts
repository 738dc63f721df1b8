import { ConfigError, definePlugin, type Plugin } from '@autobot/core/provider'
import type { HttpProviderConfig } from './config.ts'
import { cardOf } from './vendor-card.ts'
import { vendorProvider } from './vendor-provider.ts'
import type { VendorSpec } from './vendor/spec.ts'
import type { Way, Wire, WireName } from './wires.ts'

/** One vendor, which is an entry of the package: called, it is a plugin of that vendor alone. */
export interface Vendor {
  (config?: HttpProviderConfig): Plugin
  /** Its table. */
  readonly spec: VendorSpec
  /** Undefined for a wire that its file does not speak of. */
  way(wire: WireName): Promise<Way | undefined>
}

/** A vendor by its wire and its table; `others` are the wires that `type` may choose as well. */
export function vendor(
  wire: Wire,
  spec: VendorSpec,
  others: () => Promise<readonly Way[]> = async () => [],
): Vendor {
  const way = async (name: WireName): Promise<Way | undefined> => {
    if (name === spec.wire) return { spec, wire }
    const other = (await others()).find((known) => known.wire.name === name)
    if (other === undefined) return undefined
    const { onOtherWire } = await import('./vendor/other-wire.ts')
    return { wire: other.wire, spec: onOtherWire(spec, other.spec) }
  }
  const wayOrError = async (name: WireName): Promise<Way> => {
    const found = await way(name)
    if (found === undefined) throw notHere(spec.prefix, name)
    return found
  }
  const plugin = (config?: HttpProviderConfig): Plugin =>
    definePlugin({
      name: `@autobot/provider-http/${spec.prefix}`,
      description: `${spec.displayName}, over HTTP.`,
      register: (registry) => registry.provider(vendorProvider(cardOf(spec), wayOrError, config)),
    })
  return Object.assign(plugin, { spec, way })
}

function notHere(prefix: string, wire: WireName): ConfigError {
  return new ConfigError(`@autobot/provider-http/${prefix} does not hold the wire ${wire}.`, {
    path: `providers.${prefix}.type`,
    hint: 'Pass http() of @autobot/provider-http in its place, which holds every wire, or leave type out.',
  })
}
