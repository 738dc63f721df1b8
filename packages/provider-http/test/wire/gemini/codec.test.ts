import type { JsonObject, Message, PreparedRequest } from '@autobot/core/provider'
import { expect, test } from 'vitest'
import { bytesFetch } from '../../support/cut.ts'
import { ask, context, drain, fold, open, type Answer } from '../../support/drain.ts'

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

const chunk = (parts: readonly object[], more: object = {}, top: object = {}) => ({
  responseId: 'r',
  modelVersion: 'g',
  candidates: [{ content: { role: 'model', parts }, ...more }],
  ...top,
})
const sse = (...chunks: readonly object[]) =>
  chunks.map((one) => `data: ${JSON.stringify(one)}\r\n\r\n`).join('')
const stop = { finishReason: 'STOP' }

async function answer(stream: string, cuts: readonly number[] = []): Promise<Answer> {
  const fetch = bytesFetch(new TextEncoder().encode(stream), cuts)
  return fold(
    await drain((await open('gemini', { apiKey: 'k' }, { fetch })).stream(ask('hi'), context)),
    'gemini',
  )
}

const streams: readonly [name: string, stream: string, expected: object][] = [
  [
    'text and thoughts, usage without holes',
    sse(
      chunk(
        [{ text: 'hm', thought: true }],
        {},
        { usageMetadata: { promptTokenCount: 5, thoughtsTokenCount: 3 } },
      ),
      chunk(
        [{ text: 'Hé' }],
        {},
        {
          usageMetadata: {
            promptTokenCount: 7,
            candidatesTokenCount: 2,
            cachedContentTokenCount: 1,
          },
        },
      ),
      chunk([{ text: '', thoughtSignature: 's' }], stop, {
        usageMetadata: { promptTokenCount: 0 },
      }),
    ),
    {
      text: 'Hé',
      reasoning: 'hm',
      finish: 'stop',
      usage: { inputTokens: 7, outputTokens: 5, reasoningTokens: 3, cacheReadTokens: 1 },
      metadata: { thoughtSignature: 's' },
    },
  ],
  [
    'calls, one without arguments',
    sse(
      chunk(
        [
          { functionCall: { name: 'one', args: { a: 1 }, id: 'x1' }, thoughtSignature: 's' },
          { functionCall: { name: 'two' } },
        ],
        stop,
      ),
    ),
    {
      calls: [
        { id: 'x1', name: 'one', text: '{"a":1}' },
        { id: '', name: 'two', text: '{}' },
      ],
      finish: 'stop',
      metadata: { thoughtSignature: 's' },
    },
  ],
  [
    'arguments by path, without their end',
    sse(
      chunk([{ functionCall: { name: 'one', willContinue: true } }]),
      chunk([
        {
          functionCall: {
            partialArgs: [{ jsonPath: '$.a.b[0]', stringValue: 'x', willContinue: true }],
            willContinue: true,
          },
        },
      ]),
      chunk(
        [
          {
            functionCall: {
              partialArgs: [
                { jsonPath: '$.a.b[0]', stringValue: 'y' },
                { jsonPath: '$.n', numberValue: 2 },
              ],
              willContinue: true,
            },
          },
        ],
        stop,
      ),
    ),
    { calls: [{ name: 'one', text: '{"a":{"b":["xy"]},"n":2}' }] },
  ],
  [
    'a blocked prompt',
    sse({ promptFeedback: { blockReason: 'SAFETY' } }),
    { finish: 'content_filter' },
  ],
  ['too long', sse(chunk([], { finishReason: 'MAX_TOKENS' })), { finish: 'length' }],
  ['no end', sse(chunk([{ text: 'x' }])), { text: 'x', finish: undefined }],
  [
    'an array instead of a stream',
    JSON.stringify([chunk([{ text: 'x' }]), chunk([{ text: 'y' }], stop)]),
    { text: 'xy', finish: 'stop' },
  ],
]

test.each(streams)('%s, cut at every byte', async (_name, stream, expected) => {
  const whole = await answer(stream)
  expect(whole).toMatchObject(expected)
  const { length } = new TextEncoder().encode(stream)
  for (let at = 1; at < length; at += 1) expect(await answer(stream, [at])).toEqual(whole)
})

test('a call that cannot be read may be tried again', async () => {
  await expect(
    answer(sse({ candidates: [{ finishReason: 'MALFORMED_FUNCTION_CALL', content: {} }] })),
  ).rejects.toMatchObject({ code: 'bad_response', retryable: true })
})
