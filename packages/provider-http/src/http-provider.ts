import type { ProviderDefinition } from '@autobot/core/provider'
import type { HttpProviderConfig } from './config.ts'
import { cardOf } from './vendor-card.ts'
import { vendorProvider } from './vendor-provider.ts'
import type { VendorSpec } from './vendor/spec.ts'

/** A provider of a vendor's table. */
export function httpProvider(spec: VendorSpec, config?: HttpProviderConfig): ProviderDefinition {
  const findWay = async (wire: VendorSpec['wire']) =>
    (await import('./any-way.ts')).anyWay(spec, wire)
  return vendorProvider(cardOf(spec), findWay, config)
}
