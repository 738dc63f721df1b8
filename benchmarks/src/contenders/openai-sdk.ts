import { OpenAI } from 'openai'
import type { Client, Contender, ToolSpec, Turn } from './contender.ts'

type ChatMessage = OpenAI.Chat.ChatCompletionMessageParam
type ResponseItem = OpenAI.Responses.ResponseInputItem

/** The vendor's own client: a codec and a transport; the loop is written by hand. */
export const contender: Contender = {
  wires: ['chat', 'responses'],
  open(wire, { baseUrl, history, tools }): Client {
    const client = new OpenAI({ apiKey: 'bench', baseURL: `${baseUrl}/v1`, maxRetries: 0 })
    return wire === 'chat' ? chat(client, history, tools) : responses(client, history, tools)
  },
}

function chat(client: OpenAI, history: readonly Turn[], tools: readonly ToolSpec[]): Client {
  const before = history.map(({ role, text }): ChatMessage => ({ role, content: text }))
  const request = {
    model: 'bench',
    stream: true,
    stream_options: { include_usage: true },
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, inputSchema }) => ({
        type: 'function' as const,
        function: { name, description, parameters: { ...inputSchema } },
      })),
    }),
  } as const
  const step = async (messages: ChatMessage[], onText: (text: string) => void) => {
    let call: { id: string; name: string } | undefined
    let args = ''
    for await (const chunk of await client.chat.completions.create({ ...request, messages })) {
      const delta = chunk.choices[0]?.delta
      if (delta?.content) onText(delta.content)
      const fragment = delta?.tool_calls?.[0]
      if (fragment?.id !== undefined)
        call = { id: fragment.id, name: fragment.function?.name ?? '' }
      args += fragment?.function?.arguments ?? ''
    }
    return { call, args }
  }
  return {
    async ask(question, onText) {
      await step([...before, { role: 'user', content: question }], onText)
    },
    async args(question) {
      const { args } = await step([{ role: 'user', content: question }], () => undefined)
      return JSON.parse(args) as unknown
    },
    async loop(question) {
      const messages: ChatMessage[] = [{ role: 'user', content: question }]
      for (;;) {
        let text = ''
        const { call, args } = await step(messages, (added) => {
          text += added
        })
        if (call === undefined) return text
        const { id, name } = call
        messages.push(
          {
            role: 'assistant',
            content: text,
            tool_calls: [{ id, type: 'function', function: { name, arguments: args } }],
          },
          { role: 'tool', tool_call_id: id, content: run(tools, name, JSON.parse(args)) },
        )
      }
    },
  }
}

function responses(client: OpenAI, history: readonly Turn[], tools: readonly ToolSpec[]): Client {
  const before = history.map(({ role, text }): ResponseItem => ({ role, content: text }))
  const request = {
    model: 'bench',
    stream: true,
    store: false,
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, inputSchema }) => ({
        type: 'function' as const,
        name,
        description,
        parameters: { ...inputSchema },
        strict: false,
      })),
    }),
  } as const
  const step = async (input: ResponseItem[], onText: (text: string) => void) => {
    let call: OpenAI.Responses.ResponseFunctionToolCall | undefined
    for await (const event of await client.responses.create({ ...request, input })) {
      if (event.type === 'response.output_text.delta') onText(event.delta)
      else if (event.type === 'response.output_item.done' && event.item.type === 'function_call') {
        call = event.item
      }
    }
    return call
  }
  return {
    async ask(question, onText) {
      await step([...before, { role: 'user', content: question }], onText)
    },
    async args(question) {
      const call = await step([{ role: 'user', content: question }], () => undefined)
      return JSON.parse(call?.arguments ?? '') as unknown
    },
    async loop(question) {
      const input: ResponseItem[] = [{ role: 'user', content: question }]
      for (;;) {
        let text = ''
        const call = await step(input, (added) => {
          text += added
        })
        if (call === undefined) return text
        const output = run(tools, call.name, JSON.parse(call.arguments))
        input.push({ role: 'assistant', content: text }, call, {
          type: 'function_call_output',
          call_id: call.call_id,
          output,
        })
      }
    },
  }
}

function run(tools: readonly ToolSpec[], name: string, input: unknown): string {
  const tool = tools.find((one) => one.name === name)
  if (tool === undefined) throw new Error(`no tool ${name}`)
  return tool.execute(input)
}
