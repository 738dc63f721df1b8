// For people who publish a provider for a host that speaks a wire of this package.
export { compatibleProvider, type CompatibleHost } from './compatible-provider.ts'
export type { AuthForm, ModelFacts, VendorTable } from './vendor/spec.ts'
export type { WireName } from './wires.ts'
