import type { WireCodec } from '../wire/codec.ts'
import type { Wire } from '../wires.ts'

export const chatWire: Wire = {
  name: 'openai-chat',
  codec: async () => (await import('../wire/openai-chat/index.ts')).codec as WireCodec<never>,
}
