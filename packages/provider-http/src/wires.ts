import type { Send } from './transport/send.ts'
import type { WireCodec } from './wire/codec.ts'

export const wireNames = [
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'gemini',
] as const

export type WireName = (typeof wireNames)[number]

export interface Wire {
  // The spelling's type is checked where a vendor's table is written.
  readonly codec: WireCodec<never>
  readonly send: Send
}

/** A codec and its way out, loaded when the first request needs them. */
export async function loadWire(name: WireName): Promise<Wire> {
  switch (name) {
    case 'openai-chat': {
      const [{ codec }, { openaiSend }] = await Promise.all([
        import('./wire/openai-chat/index.ts'),
        import('./transport/openai-send.ts'),
      ])
      return { codec: codec as WireCodec<never>, send: openaiSend }
    }
    case 'openai-responses': {
      const [{ codec }, { openaiSend }] = await Promise.all([
        import('./wire/openai-responses/index.ts'),
        import('./transport/openai-send.ts'),
      ])
      return { codec: codec as WireCodec<never>, send: openaiSend }
    }
    case 'anthropic-messages': {
      const [{ codec }, { plainSend }] = await Promise.all([
        import('./wire/anthropic/index.ts'),
        import('./transport/send.ts'),
      ])
      return { codec: codec as WireCodec<never>, send: plainSend }
    }
    case 'gemini': {
      const [{ codec }, { plainSend }] = await Promise.all([
        import('./wire/gemini/index.ts'),
        import('./transport/send.ts'),
      ])
      return { codec: codec as WireCodec<never>, send: plainSend }
    }
  }
}
