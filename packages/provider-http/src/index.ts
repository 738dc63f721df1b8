import { ConfigError, definePlugin, type Plugin } from '@autobot/core/provider'
import type { HttpProviderConfig } from './config.ts'
import { httpProvider } from './http-provider.ts'
import { vendorSpecs } from './vendor-specs.ts'
import { customSpec } from './vendor/custom.ts'
import type { VendorSpec } from './vendor/spec.ts'

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
  const specs = new Map<string, VendorSpec>(vendorSpecs.map((spec) => [spec.prefix, spec]))
  for (const [prefix, config] of Object.entries(options)) {
    if (specs.has(prefix)) continue
    if (config.type === undefined && config.apiBase === undefined) {
      throw new ConfigError(`No vendor has the prefix "${prefix}".`, {
        path: `providers.${prefix}.api_base`,
        hint: 'For a server of your own, write its api_base, and its type unless that is openai-chat.',
      })
    }
    specs.set(prefix, customSpec(prefix, config.type ?? 'openai-chat'))
  }
  return definePlugin({
    name: '@autobot/provider-http',
    description: 'Vendors that speak HTTP.',
    register(registry) {
      for (const [prefix, spec] of specs) {
        registry.provider(
          httpProvider(spec, Object.hasOwn(options, prefix) ? options[prefix] : undefined),
        )
      }
    },
  })
}
