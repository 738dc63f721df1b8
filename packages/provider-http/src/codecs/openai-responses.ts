import type { WireCodec } from '../wire/codec.ts'
import type { Wire } from '../wires.ts'

export const responsesWire: Wire = {
  name: 'openai-responses',
  codec: async () => (await import('../wire/openai-responses/index.ts')).codec as WireCodec<never>,
}
