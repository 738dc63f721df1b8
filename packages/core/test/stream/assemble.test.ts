import { describe, expect, it } from 'vitest'
import {
  assemble,
  collect,
  ProviderError,
  unfold,
  type ChatDelta,
  type StreamEvent,
} from '../../src/index.ts'

async function* from(deltas: readonly (ChatDelta | Error)[]): AsyncGenerator<ChatDelta> {
  for (const delta of deltas) {
    if (delta instanceof Error) throw delta
    yield delta
  }
}
const options = () => {
  let n = 0
  return { provider: 'p', model: 'm', newId: () => `id${++n}` }
}
const answer = (...deltas: (ChatDelta | Error)[]) => collect(assemble(from(deltas), options()))
const events = async (...deltas: ChatDelta[]): Promise<StreamEvent[]> => {
  const all: StreamEvent[] = []
  for await (const event of assemble(from(deltas), options())) all.push(event)
  return all
}
const stop: ChatDelta = { type: 'finish', reason: 'stop' }
const call = (id: string, argumentsText: string, more: object = {}): ChatDelta =>
  ({ type: 'tool_call', id, argumentsText, ...more }) as ChatDelta

describe('assemble', () => {
  it('TXT-01 text deltas make the text of the message', async () => {
    const made = await answer(
      { type: 'text', text: 'Hel' },
      { type: 'text', text: 'lo' },
      { type: 'usage', usage: { inputTokens: 1 } },
      stop,
    )
    expect(made).toMatchObject({ text: 'Hello', finishReason: 'stop', usage: { inputTokens: 1 } })
  })

  it('TXT-04 empty and blank fragments open no block', async () => {
    const made = await answer(
      { type: 'text', text: '' },
      { type: 'text', text: '\n' },
      call('0', '{}', { name: 'a' }),
      stop,
    )
    expect(made.message.content.map(({ type }) => type)).toEqual(['tool_call'])
  })

  it('keeps blank text in front of text', async () => {
    expect(
      (await answer({ type: 'text', text: '\n' }, { type: 'text', text: 'x' }, stop)).text,
    ).toBe('\nx')
  })

  it('keeps metadata that comes on empty text', async () => {
    const providerMetadata = { p: { signature: 's' } }
    const made = await answer(
      { type: 'text', text: 'x' },
      { type: 'text', text: '', providerMetadata },
      stop,
    )
    expect(made.message.content).toEqual([{ type: 'text', text: 'x', providerMetadata }])
  })

  it('TXT-07 a stream without its end marker is an error that keeps the text', async () => {
    await expect(answer({ type: 'text', text: 'half' })).rejects.toMatchObject({
      code: 'bad_response',
      partial: { content: [{ text: 'half' }], finishReason: 'error' },
    })
  })

  it('TXT-08 an error of the provider keeps the text and its own facts', async () => {
    const cut = new ProviderError('reset', { code: 'network', provider: 'p', requestId: 'r' })
    await expect(answer({ type: 'text', text: 'half' }, cut)).rejects.toMatchObject({
      code: 'network',
      requestId: 'r',
      partial: { content: [{ text: 'half' }] },
    })
  })

  it('TXT-10 later usage replaces earlier usage', async () => {
    const usage = (outputTokens: number): ChatDelta => ({ type: 'usage', usage: { outputTokens } })
    expect((await answer(usage(1), { type: 'text', text: 'x' }, usage(7), stop)).usage).toEqual({
      outputTokens: 7,
    })
  })

  it('TXT-14 an answer without content is an error that can be retried', async () => {
    await expect(answer(stop)).rejects.toMatchObject({ code: 'bad_response', retryable: true })
  })

  it('accepts exactly one end, and nothing after it but usage', async () => {
    await expect(answer({ type: 'text', text: 'x' }, stop, stop)).rejects.toMatchObject({
      code: 'bad_response',
    })
    await expect(
      answer({ type: 'text', text: 'x' }, stop, { type: 'text', text: 'y' }),
    ).rejects.toMatchObject({ code: 'bad_response' })
    expect(
      (
        await answer({ type: 'text', text: 'x' }, stop, {
          type: 'usage',
          usage: { inputTokens: 2 },
        })
      ).usage.inputTokens,
    ).toBe(2)
  })

  it('CAL-01 a call is handed on once, when it is closed', async () => {
    const all = await events(
      call('0', '', { name: 'a', nativeId: 'n1' }),
      ...[...'{"x":1}'].map((c) => call('0', c)),
      stop,
    )
    const ends = all.filter(({ type }) => type === 'tool_call_end')
    expect(ends).toHaveLength(1)
    expect(ends[0]).toMatchObject({
      part: { id: 'id1', nativeId: 'n1', name: 'a', input: { x: 1 }, argumentsText: '{"x":1}' },
    })
  })

  it.each(['', '  ', 'null', '{}'])('CAL-02 arguments %j are {}', async (text) => {
    expect((await answer(call('0', text, { name: 'a' }), stop)).message.content[0]).toMatchObject({
      input: {},
    })
  })

  it('CAL-04 a leading {} is skipped', async () => {
    expect(
      (await answer(call('0', '{}{"a":1}', { name: 'a' }), stop)).message.content[0],
    ).toMatchObject({ input: { a: 1 } })
  })

  it.each(['{"a":', '"x"', '[1]', '3'])(
    'CAL-05 CAL-06 arguments %j are kept and marked',
    async (text) => {
      const [part] = (await answer(call('0', text, { name: 'a' }), stop)).message.content
      expect(part).toMatchObject({
        argumentsText: text,
        input: {},
        invalid: expect.any(String) as string,
      })
    },
  )

  it('CAL-08 interleaved calls get their own arguments', async () => {
    const made = await answer(
      call('0', '{"a"', { name: 'x' }),
      call('1', '{"b"', { name: 'y' }),
      call('0', ':1}'),
      call('1', ':2}'),
      stop,
    )
    expect(made.message.content).toMatchObject([
      { name: 'x', input: { a: 1 } },
      { name: 'y', input: { b: 2 } },
    ])
  })

  it('CAL-13 the content decides that tools are called', async () => {
    expect((await answer(call('0', '{}', { name: 'a' }), stop)).finishReason).toBe('tool_calls')
  })

  it('CAL-14 a call that is open at the end of the length is incomplete', async () => {
    const made = await answer(call('0', '{"a":', { name: 'a' }), {
      type: 'finish',
      reason: 'length',
    })
    expect(made).toMatchObject({
      finishReason: 'length',
      message: { content: [{ incomplete: true }] },
    })
  })

  it('CAL-18 a call that the provider ran asks for no tool', async () => {
    const made = await answer(
      call('0', '{}', { name: 'a', providerExecuted: true }),
      { type: 'text', text: 'x' },
      stop,
    )
    expect(made.finishReason).toBe('stop')
  })

  it('CAL-19 a name may come after the arguments', async () => {
    expect(
      (await answer(call('0', '{"a":1}'), call('0', '', { name: 'late' }), stop)).message
        .content[0],
    ).toMatchObject({ name: 'late', input: { a: 1 } })
  })

  it('CAL-22 a __proto__ key pollutes nothing', async () => {
    await answer(call('0', '{"__proto__":{"polluted":true}}', { name: 'a' }), stop)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it('CAL-25 "tool calls" without one is a stop', async () => {
    expect(
      (await answer({ type: 'text', text: 'x' }, { type: 'finish', reason: 'tool_calls' }))
        .finishReason,
    ).toBe('stop')
  })

  it('REA-01 reasoning is apart from text, neighbours with other blocks too', async () => {
    const made = await answer(
      { type: 'reasoning', text: 'a', block: '0' },
      { type: 'reasoning', text: 'b', block: '1', providerMetadata: { p: { s: 1 } } },
      { type: 'text', text: 'c' },
      stop,
    )
    expect(made.message.content).toEqual([
      { type: 'reasoning', text: 'a' },
      { type: 'reasoning', text: 'b', providerMetadata: { p: { s: 1 } } },
      { type: 'text', text: 'c' },
    ])
  })

  it('unfold is undone by assemble', async () => {
    const made = await answer(
      { type: 'reasoning', text: 'r' },
      { type: 'text', text: 'c' },
      call('9', '{"a":1}', { name: 'x' }),
      stop,
    )
    const again = await collect(
      assemble(
        from([...unfold({ content: made.message.content, finishReason: 'stop' })]),
        options(),
      ),
    )
    expect(again.message.content).toMatchObject([
      { text: 'r' },
      { text: 'c' },
      { name: 'x', input: { a: 1 } },
    ])
  })

  it('closes the provider when the consumer leaves', async () => {
    let closed = false
    async function* endless(): AsyncGenerator<ChatDelta> {
      try {
        for (;;) yield { type: 'text', text: 'x' }
      } finally {
        closed = true
      }
    }
    for await (const event of assemble(endless(), options())) if (event.type === 'text_delta') break
    expect(closed).toBe(true)
  })
})
