import { createAgent, type Agent, type AgentOptions, type Message } from '@autobot/core'
import { onTestFinished } from 'vitest'
import {
  startAnthropicSimulator,
  startGeminiSimulator,
  startOpenAiChatSimulator,
  startOpenAiResponsesSimulator,
  type HttpSimulator,
} from '../../../testkit/src/simulators/http/index.ts'
import { http } from '../../src/index.ts'

export {
  framings,
  type HttpAnswer,
  type HttpSimulator,
  type SimulatedPart,
} from '../../../testkit/src/simulators/http/index.ts'

/** A model on a wire, and the service that it stands for. */
export interface Place {
  readonly name: string
  readonly prefix: string
  readonly model: string
  readonly start: () => Promise<HttpSimulator>
}

const chat = (
  prefix: string,
  model: string,
  flavour: NonNullable<Parameters<typeof startOpenAiChatSimulator>[0]>['flavour'],
): Place => ({
  name: `openai-chat (${prefix})`,
  prefix,
  model: `${prefix}/${model}`,
  start: () => startOpenAiChatSimulator(flavour === undefined ? {} : { flavour }),
})

/** One of each wire: models that take tools, pictures and, where the wire shows it, reason. */
export const wires: readonly Place[] = [
  { ...chat('openai', 'gpt-4o', 'openai'), name: 'openai-chat' },
  {
    name: 'openai-responses',
    prefix: 'openai-responses',
    model: 'openai-responses/gpt-5.1',
    start: startOpenAiResponsesSimulator,
  },
  {
    name: 'anthropic',
    prefix: 'anthropic',
    model: 'anthropic/claude-sonnet-4-5',
    start: startAnthropicSimulator,
  },
  {
    name: 'gemini',
    prefix: 'gemini',
    model: 'gemini/gemini-3-pro-preview',
    start: startGeminiSimulator,
  },
]

/** Services that are stricter than the usual one of their wire. */
export const odd: readonly Place[] = [
  chat('mistral', 'mistral-large-latest', 'mistral'),
  chat('deepseek', 'deepseek-chat', 'deepseek'),
  chat('groq', 'llama-3.3-70b-versatile', 'groq'),
  chat('cerebras', 'gpt-oss-120b', 'cerebras'),
  chat('moonshot', 'kimi-k2-thinking', 'kimi'),
  chat('xai', 'grok-4', 'xai'),
  chat('openrouter', 'anthropic/claude-sonnet-4.5', 'openrouter'),
  chat('vllm', 'qwen3-32b', 'vllm'),
  chat('ollama', 'llama3.2', 'ollama'),
  chat('lmstudio', 'qwen3-8b', 'lmstudio'),
  { ...chat('openai', 'gpt-5.1', 'openai'), name: 'openai-chat (reasoning model)' },
  {
    name: 'anthropic (adaptive)',
    prefix: 'anthropic',
    model: 'anthropic/claude-opus-4-8',
    start: startAnthropicSimulator,
  },
  {
    name: 'gemini 2.5',
    prefix: 'gemini',
    model: 'gemini/gemini-2.5-flash',
    start: startGeminiSimulator,
  },
  {
    name: 'gemini 2.0',
    prefix: 'gemini',
    model: 'gemini/gemini-2.0-flash',
    start: startGeminiSimulator,
  },
]

export interface Stage {
  readonly agent: Agent
  at(place: Place): HttpSimulator
  /** What any of them refused. */
  refusals(): readonly string[]
}

/** An agent whose providers are simulators; all of it is gone when the test is. */
export async function stage(
  places: readonly Place[],
  options: Partial<AgentOptions> = {},
): Promise<Stage> {
  const simulators = new Map<string, HttpSimulator>()
  for (const { prefix, start } of places) {
    if (!simulators.has(prefix)) simulators.set(prefix, await start())
  }
  const at = (place: Place): HttpSimulator => simulators.get(place.prefix) as HttpSimulator
  const agent = createAgent({
    model: places[0]?.model ?? '',
    plugins: [http()],
    providers: Object.fromEntries(
      places.map((place) => [place.prefix, { apiKey: 'k', apiBase: at(place).url }]),
    ),
    host: { secret: () => undefined, random: chance() },
    retry: { maxRetries: 0 },
    ...options,
  })
  onTestFinished(async () => {
    await agent.dispose()
    for (const simulator of simulators.values()) await simulator.close()
  })
  return {
    agent,
    at,
    refusals: () => [...simulators.values()].flatMap((simulator) => simulator.refusals),
  }
}

/** The same in every run. */
function chance(): () => number {
  let state = 1
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return state / 2 ** 32
  }
}

/** The last assistant message of a conversation, without what belongs to one provider. */
export function lastAnswer(messages: readonly Message[]): object {
  const last = messages.findLast((message) => message.role === 'assistant')
  return {
    finishReason: last?.finishReason,
    content: last?.content.map((part) => {
      const { providerMetadata: _, ...rest } = part
      if (rest.type !== 'tool_call') return rest
      const { id: _id, nativeId: _nativeId, ...call } = rest
      return { ...call, argumentsText: JSON.stringify(call.input) }
    }),
  }
}
