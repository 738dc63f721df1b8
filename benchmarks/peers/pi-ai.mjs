import { stream } from '@earendil-works/pi-ai/compat'

const apis = {
  chat: ['openai-completions', 'openai', '/v1'],
  responses: ['openai-responses', 'openai', '/v1'],
  messages: ['anthropic-messages', 'anthropic', ''],
  gemini: ['google-generative-ai', 'google', '/v1beta'],
  bedrock: ['bedrock-converse-stream', 'amazon-bedrock', ''],
}
const usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, totalTokens: 0 }
const free = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }

export const contender = {
  wires: Object.keys(apis),
  open(wire, { baseUrl, history, tools: specs }) {
    const [api, provider, path] = apis[wire]
    const id =
      wire === 'bedrock'
        ? 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
        : wire === 'messages'
          ? 'claude-opus-5'
          : wire === 'gemini'
            ? 'gemini-2.5-flash'
            : 'gpt-4.1'
    const model = {
      id,
      name: id,
      api,
      provider,
      baseUrl: `${baseUrl}${path}`,
      reasoning: false,
      input: ['text'],
      cost: free,
      contextWindow: 1_000_000,
      maxTokens: 4096,
    }
    const tools = specs.map(({ name, description, inputSchema: parameters }) => ({
      name,
      description,
      parameters,
    }))
    const before = history.map(({ role, text }) =>
      role === 'user'
        ? { role, content: text, timestamp: 1 }
        : {
            role,
            content: [{ type: 'text', text }],
            api,
            provider,
            model: id,
            usage: { ...usage, cost: { ...free, total: 0 } },
            stopReason: 'stop',
            timestamp: 1,
          },
    )
    const user = (content) => ({ role: 'user', content, timestamp: 1 })
    const options = {
      apiKey: 'bench',
      cacheRetention: 'none',
      ...(wire === 'bedrock' && {
        region: 'us-east-1',
        apiKey: undefined,
        env: {
          AWS_ACCESS_KEY_ID: 'AKIDBENCH',
          AWS_SECRET_ACCESS_KEY: 'bench-secret-key',
          AWS_BEDROCK_FORCE_HTTP1: '1',
        },
      }),
    }
    const step = async (messages, onText) => {
      const events = stream(model, { messages, tools }, options)
      for await (const event of events) {
        if (event.type === 'text_delta') onText(event.delta)
        else if (event.type === 'error') throw new Error(event.error.errorMessage)
      }
      return events.result()
    }
    return {
      ask: (question, onText) => step([...before, user(question)], onText),
      async args(question) {
        const message = await step([user(question)], () => undefined)
        return message.content.find(({ type }) => type === 'toolCall').arguments
      },
      async loop(question) {
        const messages = [user(question)]
        for (;;) {
          let text = ''
          const message = await step(messages, (added) => {
            text += added
          })
          const call = message.content.find(({ type }) => type === 'toolCall')
          if (call === undefined) return text
          const result = specs.find(({ name }) => name === call.name).execute(call.arguments)
          messages.push(message, {
            role: 'toolResult',
            toolCallId: call.id,
            toolName: call.name,
            content: [{ type: 'text', text: result }],
            isError: false,
            timestamp: 1,
          })
        }
      },
    }
  },
}
