import { expect, test } from 'vitest'
import type { ChatDelta } from '@autobot/core/provider'
import { createStreamDecoder } from '../../src/wire/decode-stream.ts'
import type { ConverseResponse, StreamPayload } from '../../src/wire/types.ts'
import { unfoldResponse } from '../../src/wire/unfold-response.ts'

function decode(events: readonly (readonly [string, StreamPayload])[]): ChatDelta[] {
  const decoder = createStreamDecoder()
  const deltas: ChatDelta[] = []
  for (const [type, payload] of events) decoder.event(type, payload, deltas)
  decoder.end(deltas)
  return deltas
}

const stop = ['messageStop', { stopReason: 'end_turn' }] as const

test('usage includes what came from the cache, wherever it stands', () => {
  const usage = {
    inputTokens: 2,
    outputTokens: 5,
    cacheReadInputTokens: 1322,
    cacheWriteInputTokens: 0,
  }
  const expected = [
    {
      type: 'usage',
      usage: { inputTokens: 1324, outputTokens: 5, cacheReadTokens: 1322, cacheWriteTokens: 0 },
    },
    { type: 'finish', reason: 'stop', rawReason: 'end_turn' },
  ]
  expect(decode([stop, ['metadata', { usage }]])).toEqual(expected)
  expect(decode([['metadata', { usage }], stop])).toEqual(expected)
})

test('reasoning with signature, and redacted', () => {
  const at = (contentBlockIndex: number, reasoningContent: object): [string, StreamPayload] => [
    'contentBlockDelta',
    { contentBlockIndex, delta: { reasoningContent } },
  ]
  expect(
    decode([
      at(0, { text: 'Hm' }),
      at(0, { signature: 'ab' }),
      at(0, { signature: 'cd' }),
      at(1, { redactedContent: 'UlhS' }),
      stop,
    ]),
  ).toEqual([
    { type: 'reasoning', text: 'Hm', block: '0' },
    { type: 'reasoning', text: '', block: '0', providerMetadata: { bedrock: { signature: 'ab' } } },
    {
      type: 'reasoning',
      text: '',
      block: '0',
      providerMetadata: { bedrock: { signature: 'abcd' } },
    },
    {
      type: 'reasoning',
      text: '',
      block: '1',
      providerMetadata: { bedrock: { redactedContent: 'UlhS' } },
    },
    { type: 'finish', reason: 'stop', rawReason: 'end_turn' },
  ])
})

test('what the service runs itself is marked; empty text and unknown events are nothing', () => {
  expect(
    decode([
      ['surprise', {}],
      ['contentBlockDelta', { contentBlockIndex: 0, delta: { text: '' } }],
      [
        'contentBlockStart',
        {
          contentBlockIndex: 1,
          start: { toolUse: { toolUseId: 's', name: 'nova_code', type: 'server_tool_use' } },
        },
      ],
      ['contentBlockStop', { contentBlockIndex: 1 }],
      [
        'contentBlockStart',
        {
          contentBlockIndex: 2,
          start: { toolResult: { toolUseId: 's', type: 'nova_code_result', status: 'success' } },
        },
      ],
      [
        'contentBlockDelta',
        { contentBlockIndex: 2, delta: { toolResult: [{ json: { stdOut: '7' } }] } },
      ],
      ['contentBlockStop', { contentBlockIndex: 2 }],
      stop,
    ]).slice(0, -1),
  ).toEqual([
    {
      type: 'tool_call',
      id: '1',
      nativeId: 's',
      name: 'nova_code',
      argumentsText: '',
      providerExecuted: true,
    },
    {
      type: 'tool_call',
      id: '1',
      argumentsText: '',
      complete: true,
      providerMetadata: {
        bedrock: {
          toolResult: {
            toolUseId: 's',
            content: [{ json: { stdOut: '7' } }],
            type: 'nova_code_result',
            status: 'success',
          },
        },
      },
    },
  ])
})

test('which stop sequence it was is said of the text that it ended', () => {
  const fields = { delta: { stop_sequence: 'END' } }
  expect(
    decode([
      ['contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Hi' } }],
      ['contentBlockStop', { contentBlockIndex: 0 }],
      ['messageStop', { stopReason: 'stop_sequence', additionalModelResponseFields: fields }],
    ]),
  ).toEqual([
    { type: 'text', text: 'Hi', block: '0' },
    {
      type: 'text',
      text: '',
      block: '0',
      providerMetadata: { bedrock: { additionalModelResponseFields: fields } },
    },
    { type: 'finish', reason: 'stop', rawReason: 'stop_sequence', stopSequence: 'END' },
  ])
})

test.each([
  ['max_tokens', 'length'],
  ['stop_sequence', 'stop'],
  ['content_filtered', 'content_filter'],
  ['guardrail_intervened', 'guardrail_intervened'],
  ['model_context_window_exceeded', 'length'],
  ['brand_new', 'other'],
])('%s is %s', (rawReason, reason) => {
  expect(decode([['messageStop', { stopReason: rawReason }]])).toEqual([
    { type: 'finish', reason, rawReason },
  ])
})

test('output that the service could not read is an error', () => {
  expect(() => decode([['messageStop', { stopReason: 'malformed_tool_use' }]])).toThrow(
    expect.objectContaining({ code: 'bad_response', retryable: true }),
  )
})

test('an answer in one piece makes the same deltas as its stream', () => {
  const response: ConverseResponse = {
    output: {
      message: {
        content: [
          { reasoningContent: { reasoningText: { text: 'Hm', signature: 'S' } } },
          {
            citationsContent: {
              content: [{ text: 'As told' }],
              citations: [{ title: 'News', location: { web: { url: 'https://a.example/' } } }],
            },
          },
          { image: { format: 'png', source: { bytes: 'UE5H' } } },
        ],
      },
    },
    stopReason: 'end_turn',
    usage: { inputTokens: 1, outputTokens: 2 },
  }
  const deltas = decode(
    [...unfoldResponse(response)].map(({ type, payload }) => [type, payload] as const),
  )
  expect(deltas).toEqual([
    {
      type: 'reasoning',
      text: 'Hm',
      block: '0',
      providerMetadata: { bedrock: { signature: 'S' } },
    },
    { type: 'text', text: 'As told', block: '1' },
    {
      type: 'source',
      url: 'https://a.example/',
      title: 'News',
      providerMetadata: { bedrock: { location: { web: { url: 'https://a.example/' } } } },
    },
    { type: 'file', mediaType: 'image/png', data: new Uint8Array(Buffer.from('PNG')) },
    { type: 'usage', usage: { inputTokens: 1, outputTokens: 2 } },
    { type: 'finish', reason: 'stop', rawReason: 'end_turn' },
  ])
})
