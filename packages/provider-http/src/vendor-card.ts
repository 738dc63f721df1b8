import type { VendorSpec } from './vendor/spec.ts'
import type { WireName } from './wires.ts'

/** What is said of a vendor when it is registered; its table is loaded with its first use. */
export interface VendorCard {
  readonly prefix: string
  readonly displayName: string
  readonly wire: WireName
  /** The variables that configure it. */
  readonly environment: readonly string[]
}

export function cardOf(spec: VendorSpec): VendorCard {
  const { prefix, displayName, wire } = spec
  const environment = [
    ...spec.keyEnvironment,
    ...(spec.tokenEnvironment ?? []),
    ...(spec.baseUrlEnvironment ?? []),
    ...(spec.resource === undefined ? [] : [spec.resource.environment]),
  ]
  return { prefix, displayName, wire, environment }
}
