import type { ProviderDefinition } from '@autobot/core/provider'
import { httpProvider } from './http-provider.ts'
import { customSpec } from './vendor/custom.ts'
import type { VendorSpec } from './vendor/spec.ts'
import type { WireName } from './wires.ts'

/** A host that speaks a known wire: what its vendor's documentation says, no code. */
export type CompatibleHost = Pick<VendorSpec, 'prefix' | 'displayName' | 'keyEnvironment'> &
  Partial<Omit<VendorSpec, 'wire' | 'alternatives'>> & {
    /** Default `openai-chat`. */
    readonly wire?: WireName
  }

/**
 * A provider for a host that speaks a known wire. What `host` leaves out is as careful as for a
 * server that nobody has described; its `capabilities` are laid over those of the wire.
 */
export function compatibleProvider(host: CompatibleHost): ProviderDefinition {
  const base = customSpec(host.prefix, host.wire ?? 'openai-chat')
  return httpProvider({
    ...base,
    key: 'required',
    ...host,
    wire: base.wire,
    capabilities: { ...base.capabilities, ...host.capabilities },
  } as VendorSpec)
}
