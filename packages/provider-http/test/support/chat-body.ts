import type { JsonObject, Message, PreparedRequest } from '@autobot/core/provider'
import { context, open } from './drain.ts'

export async function body(prefix: string, request: PreparedRequest): Promise<JsonObject> {
  const provider = await open(prefix, { apiKey: 'k', apiBase: 'http://localhost:1' })
  const wire = await provider.explain?.(request, context)
  return JSON.parse(wire?.body ?? '') as JsonObject
}

export const text = (value: string) => ({ type: 'text', text: value }) as const
export const weather = {
  name: 'weather',
  description: 'Tells it.',
  inputSchema: { type: 'object', properties: {} },
}
export const history = (prefix: string): Message[] => [
  { role: 'system', content: [text('Be brief.')] },
  { role: 'user', content: [text('a'), text('b')] },
  {
    role: 'assistant',
    provider: prefix,
    model: 'm',
    content: [
      { type: 'reasoning', text: 'hm' },
      {
        type: 'tool_call',
        id: 'c1',
        name: 'weather',
        input: { x: 1 },
        argumentsText: '{ "x": 1 }',
      },
    ],
  },
  {
    role: 'tool',
    content: [
      {
        type: 'tool_result',
        toolCallId: 'c1',
        toolName: 'weather',
        content: [text('sunny'), { type: 'json', value: [1] }],
      },
    ],
  },
  { role: 'assistant', content: [text('It is sunny.')] },
  { role: 'user', content: [text('Thanks')] },
]

export const call = {
  id: 'c1',
  type: 'function',
  function: { name: 'weather', arguments: '{ "x": 1 }' },
}
