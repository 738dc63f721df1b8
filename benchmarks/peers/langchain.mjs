import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { ChatAnthropic } from '@langchain/anthropic'
import { ChatBedrockConverse } from '@langchain/aws'
import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages'
import { ChatGoogleGenerativeAI } from '@langchain/google-genai'
import { ChatOpenAI } from '@langchain/openai'

const settings = { apiKey: 'bench', maxRetries: 0, streaming: true }
const models = {
  chat: (url) =>
    new ChatOpenAI({
      ...settings,
      model: 'gpt-4.1',
      useResponsesApi: false,
      configuration: { baseURL: `${url}/v1` },
    }),
  responses: (url) =>
    new ChatOpenAI({
      ...settings,
      model: 'gpt-4.1',
      useResponsesApi: true,
      configuration: { baseURL: `${url}/v1` },
    }),
  messages: (url) =>
    new ChatAnthropic({ ...settings, model: 'claude-opus-5', anthropicApiUrl: url }),
  gemini: (url) =>
    new ChatGoogleGenerativeAI({ ...settings, model: 'gemini-2.5-flash', baseUrl: url }),
  bedrock: (url) =>
    new ChatBedrockConverse({
      model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      region: 'us-east-1',
      maxRetries: 0,
      client: new BedrockRuntimeClient({
        region: 'us-east-1',
        endpoint: url,
        credentials: { accessKeyId: 'AKIDBENCH', secretAccessKey: 'bench-secret-key' },
        requestHandler: new NodeHttpHandler({ httpAgent: { maxSockets: 1000, keepAlive: true } }),
      }),
    }),
}

export const contender = {
  wires: Object.keys(models),
  open(wire, { baseUrl, history, tools }) {
    const plain = models[wire](baseUrl)
    const model =
      tools.length === 0
        ? plain
        : plain.bindTools(
            tools.map(({ name, description, inputSchema: schema }) => ({
              name,
              description,
              schema,
            })),
          )
    const before = history.map(({ role, text }) =>
      role === 'user' ? new HumanMessage(text) : new AIMessage(text),
    )
    const step = async (messages, onText) => {
      let whole
      for await (const chunk of await model.stream(messages)) {
        if (chunk.text !== '') onText(chunk.text)
        // What a program does that wants the whole message: calls are joined by adding chunks.
        if (tools.length > 0) whole = whole === undefined ? chunk : whole.concat(chunk)
      }
      return whole
    }
    return {
      async ask(question, onText) {
        for await (const chunk of await model.stream([...before, new HumanMessage(question)])) {
          if (chunk.text !== '') onText(chunk.text)
        }
      },
      async args(question) {
        const whole = await step([new HumanMessage(question)], () => undefined)
        return whole.tool_calls[0].args
      },
      async loop(question) {
        const messages = [new HumanMessage(question)]
        for (;;) {
          let text = ''
          const whole = await step(messages, (added) => {
            text += added
          })
          const call = whole.tool_calls[0]
          if (call === undefined) return text
          const content = tools.find(({ name }) => name === call.name).execute(call.args)
          messages.push(whole, new ToolMessage({ tool_call_id: call.id, content, name: call.name }))
        }
      },
    }
  },
}
