import type { JsonObject } from '@autobot/core/provider'
import { createAgent } from '@autobot/core'
import { describe, expect, test } from 'vitest'
import { http } from '../../src/index.ts'

interface Wire {
  readonly model: string
  readonly begin: readonly object[]
  readonly text: (text: string) => object
  /** What this version knows nothing of: events, blocks, fragments, fields. */
  readonly unknown: readonly object[]
  readonly end: readonly (object | string)[]
  /** Counts, as often as a service likes. */
  readonly usage: (input: number, output: number) => object
}

const anthropicDelta = (delta: object, index = 0) => ({ type: 'content_block_delta', index, delta })

const wires: Readonly<Record<string, Wire>> = {
  'openai-chat': {
    model: 'openai/gpt-4o',
    begin: [{ id: 'r', model: 'm', choices: [{ index: 0, delta: { role: 'assistant' } }] }],
    text: (content) => ({ id: 'r', choices: [{ index: 0, delta: { content } }] }),
    unknown: [
      { id: 'r', object: 'chat.completion.odd', odd: { deep: [1] } },
      { id: 'r', choices: [{ index: 0, delta: { odd: 'x', audio: null, annotations: [{}] } }] },
      { id: 'r', choices: [{ index: 0, delta: { content: [{ type: 'odd', odd: 'x' }] } }] },
      { id: 'r', choices: [{ index: 0, delta: { tool_calls: [null, {}] } }] },
      { id: 'r', choices: 'odd', usage: 'odd' },
    ],
    end: [{ id: 'r', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, '[DONE]'],
    usage: (input, output) => ({
      id: 'r',
      choices: [],
      usage: { prompt_tokens: input, completion_tokens: output },
    }),
  },
  'openai-responses': {
    model: 'openai-responses/gpt-4o',
    begin: [{ type: 'response.created', response: { id: 'r', model: 'm' } }],
    text: (delta) => ({ type: 'response.output_text.delta', output_index: 5, delta }),
    unknown: [
      { type: 'response.odd', odd: 1 },
      { type: 'response.output_item.added', output_index: 6, item: { type: 'odd', id: 'o' } },
      { type: 'response.output_item.done', output_index: 6, item: { type: 'odd', id: 'o' } },
      { type: 'response.output_item.done', output_index: 7, item: null },
      { odd: true },
    ],
    end: [{ type: 'response.completed', response: { id: 'r', status: 'completed', odd: 1 } }],
    usage: (input, output) => ({
      type: 'response.in_progress',
      response: { id: 'r', usage: { input_tokens: input, output_tokens: output } },
    }),
  },
  'anthropic-messages': {
    model: 'anthropic/claude-sonnet-4-5',
    begin: [
      { type: 'message_start', message: { id: 'r', model: 'm' } },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ],
    text: (text) => anthropicDelta({ type: 'text_delta', text }),
    unknown: [
      { type: 'ping' },
      { type: 'odd_event', odd: 1 },
      { type: 'content_block_start', index: 3, content_block: { type: 'odd', data: 'x' } },
      anthropicDelta({ type: 'odd_delta', odd: 'x' }, 3),
      { type: 'content_block_stop', index: 3 },
      anthropicDelta({ type: 'input_json_delta', partial_json: '{' }, 9),
    ],
    end: [
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason: 'end_turn', odd: 1 } },
      { type: 'message_stop' },
    ],
    usage: (input_tokens, output_tokens) => ({
      type: 'message_delta',
      delta: {},
      usage: { input_tokens, output_tokens },
    }),
  },
  gemini: {
    model: 'gemini/gemini-2.5-flash',
    begin: [],
    text: (text) => ({ candidates: [{ content: { role: 'model', parts: [{ text }] } }] }),
    unknown: [
      { odd: true },
      { candidates: [{ odd: 1, content: { parts: [{ odd: 'x' }, null] } }] },
      { candidates: [{ content: {} }] },
      { candidates: null },
    ],
    end: [{ candidates: [{ content: { parts: [{ text: '' }] }, finishReason: 'STOP' }] }],
    usage: (input, output) => ({
      usageMetadata: { promptTokenCount: input, candidatesTokenCount: output },
    }),
  },
}

async function run(wire: Wire, events: readonly (object | string)[], raw?: string) {
  const body =
    raw ??
    events
      .map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`)
      .join('')
  await using agent = createAgent({
    model: wire.model,
    plugins: [http()],
    providers: { [wire.model.split('/')[0] ?? '']: { apiKey: 'k' } },
    host: { fetch: async () => new Response(body), secret: () => undefined },
    retry: { maxRetries: 0 },
  })
  return await agent.run('hi')
}

describe.each(Object.entries(wires))('%s', (name, wire) => {
  test('TXT-04 empty fragments make no part', async () => {
    const { begin, text, end } = wire
    const { newMessages } = await run(wire, [...begin, text(''), text(''), text('x'), ...end])
    expect(newMessages.at(-1)?.content).toMatchObject([{ type: 'text', text: 'x' }])
  })

  test('TXT-06 what is not known is passed over', async () => {
    const { begin, text, unknown, end } = wire
    const mixed = unknown.flatMap((event, at) => [event, text(String(at))])
    const { text: said, finishReason } = await run(wire, [...begin, ...mixed, ...unknown, ...end])
    expect({ said, finishReason }).toEqual({
      said: unknown.map((_event, at) => at).join(''),
      finishReason: 'stop',
    })
  })

  test('TXT-09 TXT-10 counts that come again and again are not added up', async () => {
    const { begin, text, end, usage } = wire
    const [first, last] = [usage(7, 1), usage(7, 3)]
    // This wire counts once, in its last event.
    const closing =
      name === 'openai-responses'
        ? [
            {
              type: 'response.completed',
              response: { status: 'completed', usage: { input_tokens: 7, output_tokens: 3 } },
            },
          ]
        : end
    // Behind the end where the wire has it there, before it elsewhere.
    const before = closing.slice(0, -1)
    const events = [...begin, first, text('x'), usage(7, 2), ...before, last, ...closing.slice(-1)]
    const { usage: counted } = await run(wire, events)
    expect(counted).toMatchObject({ inputTokens: 7, outputTokens: 3 })
  })

  test('TXT-11 an end at a sequence', async () => {
    const { begin, text } = wire
    const word: Readonly<Record<string, readonly (object | string)[]>> = {
      'openai-chat': wire.end,
      'openai-responses': wire.end,
      'anthropic-messages': [
        { type: 'message_delta', delta: { stop_reason: 'stop_sequence', stop_sequence: '###' } },
        { type: 'message_stop' },
      ],
      gemini: wire.end,
    }
    const result = await run(wire, [...begin, text('x'), ...(word[name] ?? [])])
    expect(result).toMatchObject({ text: 'x', finishReason: 'stop' })
  })

  test('ERR-07 an event that is named error, whatever it holds', async () => {
    const { begin, text } = wire
    const body = [...begin, text('x')].map((event) => `data: ${JSON.stringify(event)}\n\n`)
    body.push('event: error\ndata: {"message":"The well is dry.","code":"odd"}\n\n')
    await expect(run(wire, [], body.join(''))).rejects.toMatchObject({
      name: 'ProviderError',
      message: expect.stringContaining('The well is dry.'),
      partial: { content: [{ type: 'text', text: 'x' }] },
    })
  })

  test('fields that are not what they should be', async () => {
    const odd: readonly unknown[] = [null, 0, '', [], {}, true, 'x', [null], [[]]]
    const poisoned = (value: unknown, with_: unknown, depth: number): unknown => {
      if (depth === 0) return with_
      if (Array.isArray(value)) return value.map((item) => poisoned(item, with_, depth - 1))
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(
        Object.entries(value as JsonObject).map(([key, item]) => [
          key,
          key === 'type' ? item : poisoned(item, with_, depth - 1),
        ]),
      )
    }
    const { begin, text, end, usage } = wire
    const events = [...begin, text('x'), usage(1, 2), ...end]
    for (const value of odd) {
      for (const depth of [1, 2, 3, 4, 5]) {
        for (const [at, event] of events.entries()) {
          if (typeof event === 'string') continue
          const broken = events.with(at, poisoned(event, value, depth) as object)
          const error: unknown = await run(wire, broken).then(
            () => undefined,
            (thrown: unknown) => thrown,
          )
          // It ends, or is an error of ours: never one of the code's own.
          if (error !== undefined) expect(error).toMatchObject({ name: 'ProviderError' })
          if (error !== undefined) expect(error).not.toMatchObject({ code: 'network' })
        }
      }
    }
  })
})
