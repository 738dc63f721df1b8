import {
  configSchema,
  definePlugin,
  defineProvider,
  type Capabilities,
  type ChatDelta,
  type Plugin,
  type PreparedRequest,
} from '../../src/index.ts'

/** A provider that answers with what the script says, one entry a call. */
export function scripted(
  script: (readonly ChatDelta[] | Error)[],
  capabilities: Capabilities = {},
): { plugin: Plugin; requests: PreparedRequest[] } {
  const requests: PreparedRequest[] = []
  const provider = defineProvider({
    prefix: 'scripted',
    displayName: 'Scripted',
    environment: [],
    configSchema: configSchema({ type: 'object' }),
    create: () => ({
      capabilities: () => capabilities,
      async *stream(request) {
        requests.push(request)
        const answer = script.shift()
        if (answer === undefined) throw new Error('unexpected call')
        if (answer instanceof Error) throw answer
        for (const delta of answer) {
          if (delta instanceof Error) throw delta
          yield delta
        }
      },
    }),
  })
  return {
    plugin: definePlugin({ name: 'scripted', register: (r) => r.provider(provider) }),
    requests,
  }
}

export const say = (text: string): ChatDelta[] => [
  { type: 'text', text },
  { type: 'usage', usage: { inputTokens: 5, outputTokens: 2 } },
  { type: 'finish', reason: 'stop' },
]

export const ask = (...names: string[]): ChatDelta[] => [
  ...names.map((name, index): ChatDelta => ({
    type: 'tool_call',
    id: String(index),
    name,
    argumentsText: '{"n":1}',
  })),
  { type: 'usage', usage: { inputTokens: 3, outputTokens: 4 } },
  { type: 'finish', reason: 'stop' },
]
