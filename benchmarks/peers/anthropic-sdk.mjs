import Anthropic from '@anthropic-ai/sdk'

export const contender = {
  wires: ['messages'],
  open(_wire, { baseUrl, history, tools }) {
    const client = new Anthropic({ apiKey: 'bench', baseURL: baseUrl, maxRetries: 0 })
    const before = history.map(({ role, text }) => ({ role, content: text }))
    const request = {
      model: 'claude-opus-5',
      max_tokens: 4096,
      stream: true,
      ...(tools.length > 0 && {
        tools: tools.map(({ name, description, inputSchema: input_schema }) => ({
          name,
          description,
          input_schema,
        })),
      }),
    }
    const step = async (messages, onText) => {
      let call
      let args = ''
      for await (const event of await client.messages.create({ ...request, messages })) {
        if (event.type === 'content_block_delta') {
          if (event.delta.type === 'text_delta') onText(event.delta.text)
          else args += event.delta.partial_json
        } else if (event.content_block?.type === 'tool_use') call = event.content_block
      }
      return { call, args }
    }
    return {
      async ask(question, onText) {
        await step([...before, { role: 'user', content: question }], onText)
      },
      async args(question) {
        return JSON.parse((await step([{ role: 'user', content: question }], () => undefined)).args)
      },
      async loop(question) {
        const messages = [{ role: 'user', content: question }]
        for (;;) {
          let text = ''
          const { call, args } = await step(messages, (added) => {
            text += added
          })
          if (call === undefined) return text
          const { id, name } = call
          const input = JSON.parse(args)
          const content = tools.find((tool) => tool.name === name).execute(input)
          messages.push(
            {
              role: 'assistant',
              content: [
                { type: 'text', text },
                { type: 'tool_use', id, name, input },
              ],
            },
            { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content }] },
          )
        }
      },
    }
  },
}
