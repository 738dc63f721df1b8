import { createAgent } from '@autobot/core'
import type { Agent, AgentOptions, Message } from '@autobot/core'
import { onTestFinished } from 'vitest'
import { bedrock } from '../../src/index.ts'
import type { BedrockConfig } from '../../src/index.ts'
import { keys } from '../loopback.ts'
import { startBedrockSimulator } from '../simulator.ts'
import type { BedrockAnswer, BedrockSimulator } from '../simulator.ts'
import { models } from '../calling.ts'

export interface Place {
  readonly model: string
  /** What a request with tools is sent to. */
  readonly operation: 'ConverseStream' | 'Converse'
}

const stream = (name: keyof typeof models): readonly [string, Place] => [
  `ConverseStream, ${name}`,
  { model: models[name], operation: 'ConverseStream' },
]
const whole = (name: keyof typeof models): readonly [string, Place] => [
  `Converse, ${name}`,
  { model: models[name], operation: 'Converse' },
]

/** One of each kind of rules, on either operation. */
export const places: readonly (readonly [string, Place])[] = [
  stream('claude'),
  stream('claude47'),
  stream('nova'),
  stream('kimi'),
  stream('gptOss'),
  whole('llama4'),
  whole('mistral'),
  whole('writer'),
]

export interface Stage {
  readonly agent: Agent
  readonly simulator: BedrockSimulator
  answer(...answers: readonly BedrockAnswer[]): void
  /** What was sent the last time. */
  last(): string
}

/** An agent over the simulator; what the simulator refuses fails the test. */
export async function stage(
  { model }: Place,
  options: Partial<AgentOptions> = {},
  config: BedrockConfig = {},
): Promise<Stage> {
  const simulator = await startBedrockSimulator({ keys: [keys] })
  const agent = createAgent({
    model: `bedrock/${model}`,
    plugins: [bedrock({ ...keys, region: 'us-east-1', endpoint: simulator.url, ...config })],
    retry: { maxRetries: 0 },
    ...options,
    host: { secret: () => undefined, ...options.host },
  })
  onTestFinished(async () => {
    await agent.dispose()
    await simulator.close()
    if (simulator.refusals.length > 0) throw new Error(simulator.refusals.join('\n'))
  })
  return {
    agent,
    simulator,
    answer: (...answers) => simulator.answer(...answers),
    last: () => simulator.requests.at(-1)?.text ?? '',
  }
}

let calls = 0

/** A call of the model. */
export function call(name: string, input: unknown = {}, more: object = {}): Block {
  calls += 1
  return { toolUse: { toolUseId: `tooluse_${calls}`, name, input, ...more } }
}

/** A call whose arguments are this text. */
export function callText(name: string, inputText: string): Block {
  calls += 1
  return { toolUse: { toolUseId: `tooluse_${calls}`, name, inputText } }
}

export type Block = NonNullable<BedrockAnswer['content']>[number]

export const user = (text: string): Message => ({ role: 'user', content: [{ type: 'text', text }] })
export const said = (text: string): Message => ({
  role: 'assistant',
  content: [{ type: 'text', text }],
})
