import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock'
import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogleGenerativeAI } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import { isStepCount, jsonSchema, streamText, tool } from 'ai'

globalThis.AI_SDK_LOG_WARNINGS = false

const models = {
  chat: (url) => createOpenAI({ apiKey: 'bench', baseURL: `${url}/v1` }).chat('gpt-4.1'),
  responses: (url) => createOpenAI({ apiKey: 'bench', baseURL: `${url}/v1` }).responses('gpt-4.1'),
  messages: (url) => createAnthropic({ apiKey: 'bench', baseURL: `${url}/v1` })('claude-opus-5'),
  gemini: (url) =>
    createGoogleGenerativeAI({ apiKey: 'bench', baseURL: `${url}/v1beta` })('gemini-2.5-flash'),
  bedrock: (url) =>
    createAmazonBedrock({
      region: 'us-east-1',
      accessKeyId: 'AKIDBENCH',
      secretAccessKey: 'bench-secret-key',
      baseURL: url,
    })('us.anthropic.claude-sonnet-4-5-20250929-v1:0'),
}

export const contender = {
  wires: Object.keys(models),
  open(wire, { baseUrl, history, tools: specs }) {
    const model = models[wire](baseUrl)
    const before = history.map(({ role, text }) => ({ role, content: text }))
    const toolsOf = (runs) =>
      Object.fromEntries(
        specs.map(({ name, description, inputSchema, execute }) => [
          name,
          tool({
            description,
            inputSchema: jsonSchema(inputSchema),
            ...(runs && { execute: async (input) => execute(input) }),
          }),
        ]),
      )
    const tools = toolsOf(true)
    const declared = toolsOf(false)
    const settings = {
      model,
      maxRetries: 0,
      onError: ({ error }) => {
        throw error
      },
    }
    return {
      async ask(question, onText) {
        const messages = [...before, { role: 'user', content: question }]
        const { textStream } = streamText({ ...settings, tools: declared, messages })
        for await (const text of textStream) onText(text)
      },
      async args(question) {
        const { stream, fullStream } = streamText({
          ...settings,
          tools: declared,
          messages: [{ role: 'user', content: question }],
        })
        let input
        for await (const part of stream ?? fullStream) {
          if (part.type === 'tool-call') input = part.input
        }
        return input
      },
      async loop(question) {
        const { stream, fullStream } = streamText({
          ...settings,
          tools,
          stopWhen: isStepCount(20),
          messages: [{ role: 'user', content: question }],
        })
        let text = ''
        for await (const part of stream ?? fullStream) {
          if (part.type === 'start-step') text = ''
          else if (part.type === 'text-delta') text += part.text
        }
        return text
      },
    }
  },
}
