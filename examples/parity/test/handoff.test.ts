import { describe, expect, onTestFinished, test } from 'vitest'
import { createAgent, type Message, type Tool } from '@autobot/core'
import { bedrock } from '@autobot/provider-bedrock'
import { http } from '@autobot/provider-http'
import {
  startAnthropicSimulator,
  startBedrockSimulator,
  startGeminiSimulator,
  startOpenAiChatSimulator,
  startOpenAiResponsesSimulator,
} from '@autobot/testkit'

const models = [
  'openai/gpt-4o',
  'openai-responses/gpt-5.1',
  'anthropic/claude-sonnet-4-5',
  'gemini/gemini-3-pro-preview',
  'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'bedrock/us.amazon.nova-pro-v1:0',
] as const

const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
const png = Uint8Array.from(
  atob(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  ),
  (char) => char.charCodeAt(0),
)

const tools: readonly Tool[] = [
  {
    name: 'look',
    inputSchema: { type: 'object', properties: { at: { type: 'string' } }, required: ['at'] },
    execute: ({ at }: { at: string }) => {
      if (at === 'nowhere') throw new Error('there is nothing')
      return {
        content: [
          { type: 'text', text: `seen: ${at}` },
          { type: 'file', mediaType: 'image/png', data: png },
        ],
      }
    },
  },
]

/** One agent, and a strict service behind each prefix. */
async function everywhere() {
  const services = {
    openai: await startOpenAiChatSimulator(),
    'openai-responses': await startOpenAiResponsesSimulator(),
    anthropic: await startAnthropicSimulator(),
    gemini: await startGeminiSimulator(),
  }
  const aws = await startBedrockSimulator({ keys: [keys] })
  const agent = createAgent({
    model: models[0],
    plugins: [http(), bedrock({ ...keys, region: 'us-east-1', endpoint: aws.url })],
    providers: Object.fromEntries(
      Object.entries(services).map(([prefix, { url }]) => [prefix, { apiKey: 'k', apiBase: url }]),
    ),
    host: { secret: () => undefined },
    retry: { maxRetries: 0 },
    reasoning: 'low',
    tools,
  })
  onTestFinished(async () => {
    await agent.dispose()
    for (const service of [...Object.values(services), aws]) await service.close()
  })

  /** Thinks, says something, calls twice at once. */
  const answers = (model: string): void => {
    const prefix = model.slice(0, model.indexOf('/'))
    const at = ['here', 'nowhere'] as const
    if (prefix === 'bedrock') {
      const thought = { reasoningContent: { reasoningText: { text: 'Hm.', signature: 'c2ln' } } }
      aws.answer({
        content: [
          ...(model.includes('claude') ? [thought] : []),
          { text: 'I look.' },
          ...at.map((where, index) => ({
            toolUse: { toolUseId: `tooluse_XY${index}`, name: 'look', input: { at: where } },
          })),
        ],
      })
    } else {
      services[prefix as keyof typeof services].answer({
        content: [
          { type: 'reasoning', text: 'Hm.' },
          { type: 'text', text: 'I look.' },
          ...at.map((where) => ({
            type: 'tool_call' as const,
            name: 'look',
            input: { at: where },
          })),
        ],
      })
    }
  }
  const refusals = (): readonly string[] =>
    [...Object.values(services), aws].flatMap((service) => service.refusals)
  return { agent, answers, refusals }
}

const question: readonly Message[] = [
  {
    role: 'user',
    content: [
      { type: 'text', text: 'Look around.' },
      { type: 'file', mediaType: 'image/png', data: png },
    ],
  },
]

describe.each(models)('HAN-01 a conversation that began at %s', (from) => {
  test.each(models)('goes on at %s, and back', async (to) => {
    const { agent, answers, refusals } = await everywhere()
    answers(from)
    const first = await agent.run(question, { model: from })
    expect(first.toolCalls.map(({ isError }) => isError)).toEqual([false, true])
    // A turn that was left in the middle: its calls have no results.
    const [, asked] = first.newMessages
    const cut = { ...asked, finishReason: 'aborted' } as Message
    const messages: readonly Message[] = [
      ...first.messages,
      { role: 'user', content: [{ type: 'text', text: 'Again.' }] },
      cut,
    ]
    answers(to)
    const second = await agent.run('Go on.', { model: to, messages })
    expect(second.toolCalls.map(({ isError }) => isError)).toEqual([false, true])
    const third = await agent.run('And now?', { model: from, messages: second.messages })
    expect(third.text).toBe('ok')
    expect(refusals()).toEqual([])
  })
})
