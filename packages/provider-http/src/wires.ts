import type { VendorSpec } from './vendor/spec.ts'
import type { WireCodec } from './wire/codec.ts'

export const wireNames = [
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'gemini',
] as const

export type WireName = (typeof wireNames)[number]

/** A codec, which is loaded when the first request needs it. */
export interface Wire {
  readonly name: WireName
  /** Its spelling's type is checked in the tables. */
  codec(): Promise<WireCodec<never>>
}

/** The wires among which the `type` of a configuration chooses. */
export interface Wires {
  /** The vendor's table as it is for that wire. */
  table(spec: VendorSpec, wire: WireName): Promise<VendorSpec>
  codec(wire: WireName): Promise<WireCodec<never>>
}
