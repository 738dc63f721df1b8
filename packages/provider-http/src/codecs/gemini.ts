import type { WireCodec } from '../wire/codec.ts'
import type { Wire } from '../wires.ts'

export const geminiWire: Wire = {
  name: 'gemini',
  codec: async () => (await import('../wire/gemini/index.ts')).codec as WireCodec<never>,
}
