import type { WireCodec } from '../wire/codec.ts'
import type { Wire } from '../wires.ts'

export const messagesWire: Wire = {
  name: 'anthropic-messages',
  codec: async () => (await import('../wire/anthropic/index.ts')).codec as WireCodec<never>,
}
