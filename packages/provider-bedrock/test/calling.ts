import { createChat, collect, createRegistry } from '@autobot/core'
import type { CallEvent, ChatRequest, ChatResponse, Message, ProviderHost } from '@autobot/core'
import { bedrock } from '../src/index.ts'
import type { BedrockConfig } from '../src/index.ts'
import { keys, testHost } from './loopback.ts'
import { startBedrockSimulator } from './simulator.ts'
import type { BedrockSimulator, BedrockSimulatorOptions } from './simulator.ts'

export interface Calling {
  readonly simulator: BedrockSimulator
  /** One call as an application makes it: prepared by core, retried as configured. */
  stream(request: ChatRequest, signal?: AbortSignal): AsyncIterable<CallEvent>
  ask(request: ChatRequest): Promise<ChatResponse>
  /** The body of the last request that the simulator took. */
  last(): Readonly<Record<string, unknown>>
  /** What the last request says, as far as models see it. */
  lastMessages(): readonly WireMessage[]
}

export interface WireMessage {
  readonly role: string
  readonly content: readonly Readonly<Record<string, unknown>>[]
}

export interface CallingOptions {
  readonly config?: BedrockConfig
  readonly simulator?: BedrockSimulatorOptions
  readonly maxRetries?: number
  readonly host?: ProviderHost
}

export async function calling(options: CallingOptions = {}): Promise<Calling> {
  const host = options.host ?? testHost()
  const simulator = await startBedrockSimulator({
    keys: [keys],
    now: host.now,
    ...options.simulator,
  })
  const registry = createRegistry({
    plugins: [
      bedrock({ ...keys, region: 'us-east-1', endpoint: simulator.url, ...options.config }),
    ],
    host,
  })
  const chat = createChat(registry, { retry: { maxRetries: options.maxRetries ?? 0 } })
  let ids = 0
  const stream: Calling['stream'] = (request, signal = new AbortController().signal) =>
    chat(
      { ...request, model: `bedrock/${request.model}` },
      { signal, newId: () => `c${String((ids += 1)).padStart(20, '0')}` },
    )
  const last = (): Readonly<Record<string, unknown>> => simulator.requests.at(-1)?.body ?? {}
  return {
    simulator,
    stream,
    ask: (request) => collect(stream(request)),
    last,
    lastMessages: () => last()['messages'] as readonly WireMessage[],
  }
}

export const user = (...content: (Message & { role: 'user' })['content'][number][]): Message => ({
  role: 'user',
  content,
})

export const say = (text: string): Message => user({ type: 'text', text })

/** One pixel. */
export const png = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  ),
)
export const pdf = new Uint8Array(Buffer.from('%PDF-1.4\n%%EOF\n'))

export const models = {
  claude: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  claude3: 'anthropic.claude-3-haiku-20240307-v1:0',
  claude46: 'global.anthropic.claude-sonnet-4-6',
  claude47: 'eu.anthropic.claude-opus-4-7',
  nova: 'us.amazon.nova-pro-v1:0',
  novaMicro: 'us.amazon.nova-micro-v1:0',
  nova2: 'global.amazon.nova-2-lite-v1:0',
  llama4: 'us.meta.llama4-scout-17b-instruct-v1:0',
  llama33: 'us.meta.llama3-3-70b-instruct-v1:0',
  mistral: 'mistral.mistral-large-2407-v1:0',
  pixtral: 'us.mistral.pixtral-large-2502-v1:0',
  writer: 'us.writer.palmyra-x5-v1:0',
  deepseekR1: 'us.deepseek.r1-v1:0',
  deepseek: 'deepseek.v3-v1:0',
  qwen: 'qwen.qwen3-32b-v1:0',
  kimi: 'moonshot.kimi-k2-thinking',
  gptOss: 'openai.gpt-oss-120b-1:0',
  cohere: 'cohere.command-r-plus-v1:0',
  titan: 'amazon.titan-text-express-v1',
  jamba: 'ai21.jamba-1-5-large-v1:0',
  glm: 'zai.glm-4.7-flash',
  minimax: 'minimax.minimax-m2',
  gemma: 'google.gemma-3-27b-it',
  hidden: 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123',
} as const
