import {
  createAgent,
  defineTool,
  ProviderError,
  type AgentOptions,
  type Plugin,
} from '@autobot/core'
import type { ProviderHost } from '@autobot/core/provider'
import type { RecordedOutcome, ScenarioName } from './fixture.ts'

interface Scenario {
  readonly question: string
  readonly usesTools?: true
  readonly wrongKey?: true
}

/** What is asked of every provider; the same words, so that recordings can be compared. */
export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  text: { question: 'Say hello in five words.' },
  tools: {
    question: 'What is the weather in Paris? Use the tool, then answer in one sentence.',
    usesTools: true,
  },
  'parallel-tools': {
    question: 'Compare the weather in Paris and in Rome. Call the tool for both at once.',
    usesTools: true,
  },
  'wrong-key': { question: 'Say hello in five words.', wrongKey: true },
}

const weather = defineTool({
  name: 'weather',
  description: 'Tells the weather of a town.',
  inputSchema: {
    type: 'object',
    properties: { town: { type: 'string', description: 'Name of the town.' } },
    required: ['town'],
  },
  execute: ({ town }: { readonly town: string }) => `${town}: sunny, 21 degrees`,
})

export interface PlayOptions {
  readonly plugin: Plugin
  /** With prefix. */
  readonly model: string
  readonly host: ProviderHost
  readonly config?: unknown
  /** Default 6. */
  readonly maxSteps?: number
}

/** Runs a scenario once, and says what the provider made of it. */
export async function play(
  name: ScenarioName,
  { plugin, model, host, config, maxSteps = 6 }: PlayOptions,
): Promise<RecordedOutcome> {
  const scenario = scenarios[name]
  const prefix = model.slice(0, model.indexOf('/'))
  const options: AgentOptions = {
    model,
    plugins: [plugin],
    host: scenario.wrongKey === true ? { ...host, secret: wrongKey(host) } : host,
    retry: { maxRetries: 0 },
    maxSteps,
    maxOutputTokens: 2000,
    ...(config !== undefined && { providers: { [prefix]: config } }),
    ...(scenario.usesTools === true && { tools: [weather] }),
  }
  const agent = createAgent(options)
  try {
    const { text, finishReason, toolCalls, usage } = await agent.run(scenario.question)
    return {
      text,
      finishReason,
      calls: toolCalls.map(({ name: tool, input }) => ({ name: tool, input })),
      usage: {
        ...(usage.inputTokens !== undefined && { inputTokens: usage.inputTokens }),
        ...(usage.outputTokens !== undefined && { outputTokens: usage.outputTokens }),
      },
    }
  } catch (error) {
    if (!ProviderError.is(error)) throw error
    return { text: '', finishReason: 'error', calls: [], usage: {}, error: error.code }
  } finally {
    await agent.dispose()
  }
}

/** A key that no service takes, where the environment has one. */
function wrongKey(host: ProviderHost): ProviderHost['secret'] {
  return (name) => {
    const value = host.secret(name)
    return value !== undefined && /key|token|secret/i.test(name) ? 'wrong-key-for-a-test' : value
  }
}
