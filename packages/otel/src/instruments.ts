import type { Usage } from '@autobot/core'
import type { Attributes, Meter } from '@opentelemetry/api'

/** The convention's histograms; times are in seconds. */
export interface Instruments {
  chat(seconds: number, attributes: Attributes): void
  firstChunk(seconds: number, attributes: Attributes): void
  tokens(usage: Usage, attributes: Attributes): void
  agent(seconds: number, attributes: Attributes): void
  tool(seconds: number, attributes: Attributes): void
}

// The convention asks for these; without them most answers fall into one bucket.
const seconds = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
]
const tokens = [
  1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216,
  67_108_864,
]

export function createInstruments(meter: Meter): Instruments {
  const duration = (name: string, description: string) =>
    meter.createHistogram(name, {
      description,
      unit: 's',
      advice: { explicitBucketBoundaries: seconds },
    })
  const chat = duration('gen_ai.client.operation.duration', 'GenAI operation duration.')
  const firstChunk = duration(
    'gen_ai.client.operation.time_to_first_chunk',
    'Time to receive the first chunk of a streamed response.',
  )
  const agent = duration('gen_ai.invoke_agent.duration', 'Duration of one agent invocation.')
  const tool = duration('gen_ai.execute_tool.duration', 'Duration of one tool execution.')
  const usage = meter.createHistogram('gen_ai.client.token.usage', {
    description: 'Number of input and output tokens used.',
    unit: '{token}',
    advice: { explicitBucketBoundaries: tokens },
  })
  return {
    chat: (value, attributes) => chat.record(value, attributes),
    firstChunk: (value, attributes) => firstChunk.record(value, attributes),
    agent: (value, attributes) => agent.record(value, attributes),
    tool: (value, attributes) => tool.record(value, attributes),
    tokens({ inputTokens, outputTokens }, attributes) {
      const record = (count: number | undefined, type: string): void => {
        if (count !== undefined) usage.record(count, { ...attributes, 'gen_ai.token.type': type })
      }
      record(inputTokens, 'input')
      record(outputTokens, 'output')
    },
  }
}
