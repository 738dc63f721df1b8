import { createAgent, defineTool, type AgentOptions, type Message, type Tool } from '@autobot/core'
import { bedrock } from '@autobot/provider-bedrock'
import { http } from '@autobot/provider-http'
import { wireNames, type WireName } from '../answers/script.ts'
import type { Client, Contender, ToolSpec } from './contender.ts'

const models: Readonly<Record<WireName, string>> = {
  chat: 'openai/gpt-4.1',
  responses: 'openai/gpt-4.1',
  messages: 'anthropic/claude-sonnet-4-5',
  gemini: 'gemini/gemini-2.5-flash',
  bedrock: 'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
}

/** autobot, through the whole agent. */
export const contender: Contender = {
  wires: wireNames,
  open(wire, { baseUrl, history, tools }): Client {
    const model = models[wire]
    const [prefix = '', ...rest] = model.split('/')
    const said = history.map(({ role, text }): Message =>
      role === 'user'
        ? { role, content: [{ type: 'text', text }] }
        : { role, content: [{ type: 'text', text }], provider: prefix, model: rest.join('/') },
    )
    const settings: AgentOptions = {
      model,
      plugins: [plugin(wire, baseUrl)],
      tools: tools.map(toTool),
      host: { secret: () => undefined },
    }
    const agent = createAgent(settings)
    return {
      async ask(question, onText) {
        for await (const event of agent.stream(question, { messages: said })) {
          if (event.type === 'text_delta') onText(event.text)
        }
      },
      async args(question) {
        let input: unknown
        const options = { messages: [], stopWhen: () => true }
        for await (const event of agent.stream(question, options)) {
          if (event.type === 'tool_call_end') input = event.part.input
        }
        return input
      },
      async loop(question) {
        let text = ''
        for await (const event of agent.stream(question, { messages: [] })) {
          if (event.type === 'run_end') text = event.result.text
        }
        return text
      },
      converse() {
        const talking = createAgent(settings)
        return {
          async say(question) {
            for await (const _event of talking.stream(question));
          },
          get messages() {
            return talking.messages
          },
        }
      },
    }
  },
}

function plugin(wire: WireName, baseUrl: string) {
  if (wire === 'bedrock') {
    return bedrock({
      region: 'us-east-1',
      endpoint: baseUrl,
      accessKeyId: 'AKIDBENCH',
      secretAccessKey: 'bench-secret-key',
    })
  }
  const apiKey = 'bench'
  switch (wire) {
    case 'chat':
      return http({ openai: { apiKey, apiBase: `${baseUrl}/v1` } })
    case 'responses':
      return http({ openai: { apiKey, apiBase: `${baseUrl}/v1`, type: 'openai-responses' } })
    case 'messages':
      return http({ anthropic: { apiKey, apiBase: baseUrl } })
    case 'gemini':
      return http({ gemini: { apiKey, apiBase: `${baseUrl}/v1beta` } })
  }
}

function toTool({ name, description, inputSchema, execute }: ToolSpec): Tool {
  return defineTool({ name, description, input: inputSchema as never, execute })
}
