import { describe, expect, it } from 'vitest'
import { assemble, collect, unfold, type ChatDelta } from '../../src/index.ts'

const answer = (...deltas: ChatDelta[]) => {
  async function* from(): AsyncGenerator<ChatDelta> {
    yield* deltas
  }
  let n = 0
  return collect(assemble(from(), { provider: 'p', model: 'm', newId: () => `id${++n}` }))
}
const text: ChatDelta = { type: 'text', text: 'x' }
const end = (reason: (ChatDelta & { type: 'finish' })['reason'], more: object = {}): ChatDelta => ({
  type: 'finish',
  reason,
  ...more,
})
const usage = (told: object): ChatDelta => ({ type: 'usage', usage: told })

describe('what an answer says of itself', () => {
  it('TXT-02 is the same from a wire that streams and from one that does not', async () => {
    const streamed = await answer(
      { type: 'start', responseId: 'r' },
      { type: 'reasoning', text: 'hm', providerMetadata: { p: { signature: 's' } } },
      { type: 'text', text: 'Hel' },
      { type: 'text', text: 'lo' },
      { type: 'tool_call', id: 'n1', name: 'a', argumentsText: '{"n":' },
      { type: 'tool_call', id: 'n1', argumentsText: '1}', complete: true },
      usage({ inputTokens: 3, outputTokens: 2 }),
      end('stop'),
    )
    const { message, finishReason } = streamed
    const whole = { content: message.content, finishReason, usage: streamed.usage, responseId: 'r' }
    expect(await answer(...unfold(whole))).toEqual(streamed)
  })

  it.each([
    ['before the end', [text, usage({ inputTokens: 3, outputTokens: 2 }), end('stop')]],
    ['after the end', [text, end('stop'), usage({ inputTokens: 3, outputTokens: 2 })]],
    [
      'piece by piece, growing',
      [
        usage({ inputTokens: 3, outputTokens: 1 }),
        text,
        usage({ outputTokens: 1 }),
        end('stop'),
        usage({ outputTokens: 2 }),
      ],
    ],
  ] as const)('TXT-09 TXT-10 usage that comes %s counts once', async (_, deltas) => {
    expect((await answer(...deltas)).usage).toEqual({ inputTokens: 3, outputTokens: 2 })
  })

  it('TXT-11 the stop sequence that was hit, where the wire tells it', async () => {
    expect((await answer(text, end('stop', { stopSequence: 'END' }))).stopSequence).toBe('END')
    expect((await answer(text, end('stop'))).stopSequence).toBeUndefined()
  })

  it('TXT-12 TXT-13 TXT-15 how it ended, in our word and in the wire’s', async () => {
    expect((await answer(text, end('length'))).finishReason).toBe('length')
    const odd = await answer(text, end('other', { rawReason: 'cosmic_ray' }))
    expect(odd).toMatchObject({ finishReason: 'other', rawFinishReason: 'cosmic_ray' })
    // Refused without a word: that is an end of its own, and no empty success.
    for (const reason of ['content_filter', 'guardrail_intervened'] as const) {
      expect(await answer(end(reason))).toMatchObject({ finishReason: reason, text: '' })
    }
  })

  it('TXT-16 the model, the answer and the request as the provider names them', async () => {
    const start = { type: 'start', model: 'm-2026', responseId: 'r', requestId: 'q' } as const
    expect(await answer(start, text, end('stop'))).toMatchObject({
      model: 'm',
      responseModel: 'm-2026',
      responseId: 'r',
      requestId: 'q',
    })
  })

  it('REA-01 REA-03 reasoning of nothing but a signature or ciphertext is kept', async () => {
    const redacted = { p: { redacted: 'abc' } }
    const { message, text: said } = await answer(
      { type: 'reasoning', text: '', block: '0', providerMetadata: redacted },
      { type: 'reasoning', text: 'hm', block: '1' },
      { type: 'reasoning', text: '', block: '1', providerMetadata: { p: { signature: 's' } } },
      text,
      end('stop'),
    )
    expect(message.content).toEqual([
      { type: 'reasoning', text: '', providerMetadata: redacted },
      { type: 'reasoning', text: 'hm', providerMetadata: { p: { signature: 's' } } },
      { type: 'text', text: 'x' },
    ])
    expect(said).toBe('x')
  })

  it('USE-01 USE-03 REA-10 counts are passed on as they are: parts are no sums', async () => {
    const told = {
      inputTokens: 10,
      cacheReadTokens: 4,
      cacheWriteTokens: 3,
      outputTokens: 7,
      reasoningTokens: 5,
    }
    expect((await answer(text, usage(told), end('stop'))).usage).toEqual(told)
  })
})
