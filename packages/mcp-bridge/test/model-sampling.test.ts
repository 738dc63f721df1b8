import { expect, it } from 'vitest'
import type { ModelCall } from '@autobot/core'
import { clientFeatures } from '../src/client-features.ts'
import { modelSampling } from '../src/index.ts'

/** A model that says how much it was asked for. */
const call: ModelCall = async function* ({ model, messages, maxOutputTokens }) {
  const text = `${messages.length} messages, ${maxOutputTokens} tokens`
  const message = { role: 'assistant' as const, content: [{ type: 'text' as const, text }] }
  yield {
    type: 'response_end',
    response: {
      ...{ message, text, model, provider: 'p', finishReason: 'stop', warnings: [] },
      usage: { outputTokens: 30 },
    },
  }
}

it('lets a server ask a model until its budget is spent', async () => {
  const sampling = modelSampling({ call, model: 'p/m', maxCalls: 3, maxOutputTokens: 100 })
  let ask: (request: object, context: object) => Promise<{ content: { text: string } }> = () =>
    Promise.reject(new Error('not set'))
  clientFeatures('x', { sampling }).attach({
    setRequestHandler: (_method: string, handler: typeof ask) => void (ask = handler),
    setNotificationHandler: () => undefined,
  } as never)
  const params = {
    systemPrompt: 'Be short.',
    messages: [{ role: 'user', content: { type: 'text', text: 'hi' } }],
    maxTokens: 80,
  }
  const say = async (): Promise<string> => {
    const { signal } = new AbortController()
    return (await ask({ params }, { mcpReq: { signal } })).content.text
  }
  expect(await say()).toBe('2 messages, 80 tokens')
  expect(await say()).toBe('2 messages, 70 tokens')
  expect(await say()).toBe('2 messages, 40 tokens')
  await expect(say()).rejects.toThrow('budget')
})
