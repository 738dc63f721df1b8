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

/** A way to reach a vendor: a wire, and the vendor's table as it is for that wire. */
export interface Way {
  readonly spec: VendorSpec
  readonly wire: Wire
}
