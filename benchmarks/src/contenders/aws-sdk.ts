import {
  BedrockRuntimeClient,
  ConverseStreamCommand,
  type Message,
  type Tool,
} from '@aws-sdk/client-bedrock-runtime'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import type { Client, Contender } from './contender.ts'

/** The vendor's own client: a codec and a transport; the loop is written by hand. */
export const contender: Contender = {
  wires: ['bedrock'],
  open(_wire, { baseUrl, history, tools }): Client {
    const client = new BedrockRuntimeClient({
      region: 'us-east-1',
      endpoint: baseUrl,
      credentials: { accessKeyId: 'AKIDBENCH', secretAccessKey: 'bench-secret-key' },
      maxAttempts: 1,
      // HTTP/1.1 as everyone else here, and more than 50 streams at a time.
      requestHandler: new NodeHttpHandler({ httpAgent: { maxSockets: 1000, keepAlive: true } }),
    })
    const before = history.map(({ role, text }): Message => ({ role, content: [{ text }] }))
    const toolConfig = {
      tools: tools.map(
        ({ name, description, inputSchema }) =>
          ({ toolSpec: { name, description, inputSchema: { json: inputSchema } } }) as Tool,
      ),
    }
    const step = async (messages: Message[], onText: (text: string) => void) => {
      const { stream } = await client.send(
        new ConverseStreamCommand({
          modelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
          messages,
          ...(tools.length > 0 && { toolConfig }),
        }),
      )
      let call: { id: string; name: string } | undefined
      let args = ''
      for await (const event of stream ?? []) {
        const delta = event.contentBlockDelta?.delta
        if (delta?.text !== undefined) onText(delta.text)
        else if (delta?.toolUse !== undefined) args += delta.toolUse.input ?? ''
        const use = event.contentBlockStart?.start?.toolUse
        if (use !== undefined) call = { id: use.toolUseId ?? '', name: use.name ?? '' }
      }
      return { call, args }
    }
    const user = (text: string): Message => ({ role: 'user', content: [{ text }] })
    return {
      async ask(question, onText) {
        await step([...before, user(question)], onText)
      },
      async args(question) {
        return JSON.parse((await step([user(question)], () => undefined)).args) as unknown
      },
      async loop(question) {
        const messages = [user(question)]
        for (;;) {
          let text = ''
          const { call, args } = await step(messages, (added) => {
            text += added
          })
          if (call === undefined) return text
          const tool = tools.find(({ name }) => name === call.name)
          const input = JSON.parse(args) as never
          const toolUse = { toolUseId: call.id, name: call.name, input }
          const content = [{ text: tool?.execute(input) ?? '' }]
          messages.push(
            { role: 'assistant', content: [{ text }, { toolUse }] },
            { role: 'user', content: [{ toolResult: { toolUseId: call.id, content } }] },
          )
        }
      },
    }
  },
}
