import type { JsonObject, Message, PreparedRequest } from '@autobot/core/provider'
import { expect, test } from 'vitest'
import { ask, context, open } from '../../support/drain.ts'

const text = (value: string) => ({ type: 'text', text: value }) as const

async function body(request: PreparedRequest): Promise<JsonObject> {
  const wire = await (await open('gemini', { apiKey: 'k' })).explain?.(request, context)
  expect(wire?.url).toBe(
    `https://generativelanguage.googleapis.com/v1beta/models/${request.model}:streamGenerateContent?alt=sse`,
  )
  return JSON.parse(wire?.body ?? '') as JsonObject
}

const data = new Uint8Array([1, 2, 3])
const history: Message[] = [
  { role: 'system', content: [text('Be brief.')] },
  { role: 'user', content: [text('a'), { type: 'file', mediaType: 'image/png', data }] },
  {
    role: 'assistant',
    content: [
      { type: 'reasoning', text: 'hm', providerMetadata: { gemini: { thoughtSignature: 's0' } } },
      {
        type: 'tool_call',
        id: 'c1',
        name: 'one',
        input: { x: 1 },
        argumentsText: '',
        providerMetadata: { gemini: { thoughtSignature: 's1' } },
      },
      { type: 'tool_call', id: 'c2', name: 'two', input: {}, argumentsText: '' },
    ],
  },
  {
    role: 'tool',
    content: [
      { type: 'tool_result', toolCallId: 'c1', toolName: 'one', content: [text('fine')] },
      {
        type: 'tool_result',
        toolCallId: 'c2',
        toolName: 'two',
        isError: true,
        content: [text('bad')],
      },
    ],
  },
  { role: 'user', content: [text('And?')] },
]

test('a conversation with tools', async () => {
  const request = ask(history, {
    model: 'gemini-2.5-flash',
    tools: [{ name: 'one', description: 'd', inputSchema: { type: 'object', properties: {} } }],
    toolChoice: { tool: 'one' },
    maxOutputTokens: 5,
    temperature: 1,
    topK: 3,
    reasoning: 'none',
  })
  expect(await body(request)).toEqual({
    systemInstruction: { parts: [{ text: 'Be brief.' }] },
    contents: [
      {
        role: 'user',
        parts: [{ text: 'a' }, { inlineData: { mimeType: 'image/png', data: 'AQID' } }],
      },
      {
        role: 'model',
        parts: [
          { text: 'hm', thought: true, thoughtSignature: 's0' },
          { functionCall: { id: 'c1', name: 'one', args: { x: 1 } }, thoughtSignature: 's1' },
          { functionCall: { id: 'c2', name: 'two', args: {} } },
        ],
      },
      {
        role: 'user',
        parts: [
          { functionResponse: { id: 'c1', name: 'one', response: { output: 'fine' } } },
          { functionResponse: { id: 'c2', name: 'two', response: { error: 'bad' } } },
        ],
      },
      { role: 'user', parts: [{ text: 'And?' }] },
    ],
    tools: [
      {
        functionDeclarations: [
          {
            name: 'one',
            description: 'd',
            parametersJsonSchema: { type: 'object', properties: {} },
          },
        ],
      },
    ],
    toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['one'] } },
    generationConfig: {
      maxOutputTokens: 5,
      temperature: 1,
      topK: 3,
      thinkingConfig: { thinkingBudget: 0, includeThoughts: false },
    },
  })
})

test('a call of another model gets the sentinel where signatures are demanded', async () => {
  const call = { type: 'tool_call', id: 'c', name: 'one', input: {}, argumentsText: '' } as const
  const sent = await body(
    ask([{ role: 'assistant', content: [call, call] }], {
      model: 'gemini-3-pro',
      reasoning: 'low',
    }),
  )
  expect(sent['contents']).toEqual([
    {
      role: 'model',
      parts: [
        {
          functionCall: { id: 'c', name: 'one', args: {} },
          thoughtSignature: btoa('context_engineering_is_the_way_to_go'),
        },
        { functionCall: { id: 'c', name: 'one', args: {} } },
      ],
    },
  ])
  expect(sent['generationConfig']).toEqual({
    thinkingConfig: { thinkingLevel: 'LOW', includeThoughts: true },
  })
})
