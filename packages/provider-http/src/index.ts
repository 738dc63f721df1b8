import { ConfigError, definePlugin, type Plugin } from '@autobot/core/provider'
import type { HttpProviderConfig } from './config.ts'
import type { VendorCard } from './vendor-card.ts'
import { vendorList, type ListedVendor } from './vendor-list.ts'
import { vendorProvider } from './vendor-provider.ts'
import type { Way, WireName } from './wires.ts'

export type { HttpProviderConfig } from './config.ts'
export { httpProvider } from './http-provider.ts'
export type { AuthForm, ModelFacts, VendorSpec, VendorTable } from './vendor/spec.ts'
export { proxyFetch } from './transport/proxy/proxy-fetch.ts'
export type { WireName } from './wires.ts'

/**
 * All vendors that speak HTTP. `options` configures them by prefix; a prefix that is not known
 * becomes a provider of its own and needs `apiBase`; its `type` is `openai-chat` by default.
 */
export function http(options: Readonly<Record<string, HttpProviderConfig>> = {}): Plugin {
  const vendors = new Map<string, Known>(vendorList.map((vendor) => [vendor.prefix, vendor]))
  for (const [prefix, config] of Object.entries(options)) {
    if (vendors.has(prefix)) continue
    if (config.type === undefined && config.apiBase === undefined) {
      throw new ConfigError(`No vendor has the prefix "${prefix}".`, {
        path: `providers.${prefix}.api_base`,
        hint: 'For a server of your own, write its api_base, and its type unless that is openai-chat.',
      })
    }
    const wire = config.type ?? 'openai-chat'
    vendors.set(prefix, { prefix, displayName: prefix, wire, environment: [] })
  }
  return definePlugin({
    name: '@autobot/provider-http',
    description: 'Vendors that speak HTTP.',
    register(registry) {
      for (const [prefix, vendor] of vendors) {
        const config = Object.hasOwn(options, prefix) ? options[prefix] : undefined
        registry.provider(vendorProvider(vendor, (wire) => findWay(vendor, wire), config))
      }
    },
  })
}

type Known = VendorCard & Partial<ListedVendor>

/** A vendor knows its own wires; what it would be on another is loaded when somebody asks. */
async function findWay({ prefix, wire: usual, load }: Known, wire: WireName): Promise<Way> {
  const vendor = await load?.()
  const own = await vendor?.way(wire)
  if (own !== undefined) return own
  const [{ anyWay }, { customSpec }] = await Promise.all([
    import('./any-way.ts'),
    import('./vendor/custom.ts'),
  ])
  return anyWay(vendor?.spec ?? customSpec(prefix, usual), wire)
}
