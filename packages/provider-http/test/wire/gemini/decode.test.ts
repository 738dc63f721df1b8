import { expect, test } from 'vitest'
import { bytesFetch } from '../../support/cut.ts'
import { ask, context, drain, fold, open, type Answer } from '../../support/drain.ts'

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
    'CAL-23 arguments by path, without their end',
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

test('TXT-07 a call that is cut off is not closed', async () => {
  const open1 = { functionCall: { name: 'one', willContinue: true } }
  const cut = sse(
    chunk([open1]),
    chunk([{ functionCall: { partialArgs: [], willContinue: true } }]),
  )
  const fetch = bytesFetch(new TextEncoder().encode(cut), [])
  const provider = await open('gemini', { apiKey: 'k' }, { fetch })
  const deltas = await drain(provider.stream(ask('hi'), context))
  expect(deltas.filter((delta) => 'complete' in delta || delta.type === 'finish')).toEqual([])
})

test('CAL-18 code that the service ran is shown as such', async () => {
  const parts = [
    { executableCode: { language: 'PYTHON', code: 'print(4)' } },
    { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '4' } },
    { text: 'Four.' },
  ]
  const fetch = bytesFetch(new TextEncoder().encode(sse(chunk(parts, stop))), [])
  const provider = await open('gemini', { apiKey: 'k' }, { fetch })
  const deltas = await drain(provider.stream(ask('hi'), context))
  expect(deltas).toContainEqual(
    expect.objectContaining({
      type: 'tool_call',
      name: 'code_execution',
      argumentsText: '{"language":"PYTHON","code":"print(4)"}',
      providerExecuted: true,
    }),
  )
  expect(fold(deltas, 'gemini')).toMatchObject({ text: 'Four.', finish: 'stop' })
})
