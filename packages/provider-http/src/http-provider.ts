import type { ProviderDefinition } from '@autobot/core/provider'
import { allWires } from './all-wires.ts'
import type { HttpProviderConfig } from './config.ts'
import { cardOf } from './vendor-card.ts'
import { vendorProvider } from './vendor-provider.ts'
import type { VendorSpec } from './vendor/spec.ts'

/** A provider of a vendor's table. */
export function httpProvider(spec: VendorSpec, config?: HttpProviderConfig): ProviderDefinition {
  return vendorProvider(cardOf(spec), { spec: async () => spec, wires: allWires }, config)
}
