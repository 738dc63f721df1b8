import type { WireCodec } from './wire/codec.ts'

export const wireNames = [
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'gemini',
] as const

export type WireName = (typeof wireNames)[number]

/** A codec, loaded when the first request needs it. Its spelling's type is checked in the tables. */
export async function loadCodec(name: WireName): Promise<WireCodec<never>> {
  switch (name) {
    case 'openai-chat':
      return (await import('./wire/openai-chat/index.ts')).codec as WireCodec<never>
    case 'openai-responses':
      return (await import('./wire/openai-responses/index.ts')).codec as WireCodec<never>
    case 'anthropic-messages':
      return (await import('./wire/anthropic/index.ts')).codec as WireCodec<never>
    case 'gemini':
      return (await import('./wire/gemini/index.ts')).codec as WireCodec<never>
  }
}
