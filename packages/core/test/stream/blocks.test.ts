import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  assemble,
  collect,
  unfold,
  type ChatDelta,
  type FinishReason,
  type StreamEvent,
} from '../../src/index.ts'

async function* from(deltas: Iterable<ChatDelta | Error>): AsyncGenerator<ChatDelta> {
  for (const delta of deltas) {
    if (delta instanceof Error) throw delta
    yield delta
  }
}
const run = (deltas: Iterable<ChatDelta | Error>): AsyncGenerator<StreamEvent> => {
  let n = 0
  return assemble(from(deltas), { provider: 'p', model: 'm', newId: () => `id${++n}` })
}
const answer = (...deltas: (ChatDelta | Error)[]) => collect(run(deltas))
const content = async (...deltas: ChatDelta[]) => (await answer(...deltas, stop)).message.content
const finish = (reason: FinishReason): ChatDelta => ({ type: 'finish', reason })
const stop = finish('stop')
const text = (value: string, more: object = {}): ChatDelta => ({
  type: 'text',
  text: value,
  ...more,
})
const reasoning = (value: string, more: object = {}): ChatDelta => ({
  type: 'reasoning',
  text: value,
  ...more,
})
const call = (id: string, argumentsText: string, more: object = {}): ChatDelta => ({
  type: 'tool_call',
  id,
  argumentsText,
  ...more,
})

describe('blocks', () => {
  it('empty text beside reasoning does not cut the reasoning', async () => {
    const parts = await content(reasoning('a'), text(''), reasoning('b'), text(''), text('c'))
    expect(parts).toEqual([
      { type: 'reasoning', text: 'ab' },
      { type: 'text', text: 'c' },
    ])
  })

  it('a source in the middle of a text does not cut the text', async () => {
    const source: ChatDelta = { type: 'source', url: 'https://acme.test' }
    expect(await content(text('a'), source, text('b'))).toMatchObject([
      { type: 'text', text: 'ab' },
      { type: 'source', url: 'https://acme.test' },
    ])
  })

  it('fragments of an open call do not cut the text that runs beside it', async () => {
    const parts = await content(
      call('0', '{"x"', { name: 'a' }),
      text('b'),
      call('0', ':1}'),
      text('c'),
    )
    expect(parts).toMatchObject([{ name: 'a', input: { x: 1 } }, { text: 'bc' }])
  })

  it('keeps a blank line between reasoning and reasoning, and drops it before a call', async () => {
    const kept = await content(reasoning('a', { block: '0' }), text('\n'), reasoning('b'))
    expect(kept.map(({ type }) => type)).toEqual(['reasoning', 'text', 'reasoning'])
    const dropped = await content(reasoning('a'), text('\n'), call('0', '', { name: 'x' }))
    expect(dropped.map(({ type }) => type)).toEqual(['reasoning', 'tool_call'])
  })

  it('keeps metadata that stands alone, as on redacted reasoning', async () => {
    const providerMetadata = { p: { data: 'encrypted' } }
    expect(await content(reasoning('', { providerMetadata }), text('a'))).toEqual([
      { type: 'reasoning', text: '', providerMetadata },
      { type: 'text', text: 'a' },
    ])
  })

  it('later metadata replaces a key and keeps the others', async () => {
    const [part] = await content(
      text('a', { providerMetadata: { p: { x: 1, y: 1 } } }),
      text('', { providerMetadata: { p: { y: 2 }, q: { z: 3 } } }),
    )
    expect(part?.providerMetadata).toEqual({ p: { x: 1, y: 2 }, q: { z: 3 } })
  })
})

describe('ends', () => {
  it.each(['length', 'content_filter', 'guardrail_intervened'] as const)(
    '%s leaves an open call incomplete, and a closed one whole',
    async (reason) => {
      const made = await answer(
        call('0', '{}', { name: 'done', complete: true }),
        call('1', '{}', { name: 'open' }),
        finish(reason),
      )
      expect(made.finishReason).toBe(reason)
      expect(made.message.content.map((part) => 'incomplete' in part)).toEqual([false, true])
    },
  )

  it.each([text('x', { providerMetadata: {} }), call('0', '', { name: 'a' })])(
    'refuses content after the end',
    async (late) => {
      await expect(answer(text('a'), stop, late)).rejects.toMatchObject({ code: 'bad_response' })
    },
  )

  it('takes usage, sources and a guardrail after the end', async () => {
    const made = await answer(
      text('a'),
      stop,
      { type: 'source', title: 't' },
      { type: 'guardrail', trace: { action: 'none' } },
      { type: 'usage', usage: { outputTokens: 1 } },
    )
    expect(made).toMatchObject({ guardrail: { action: 'none' }, usage: { outputTokens: 1 } })
    expect(made.message.content).toHaveLength(2)
  })

  it('an abort keeps what had arrived, without the open call', async () => {
    const abort = Object.assign(new Error('stopped'), { name: 'AbortError' })
    const failed = answer(text('half'), call('0', '{"a":', { name: 'x' }), abort)
    await expect(failed).rejects.toMatchObject({
      code: 'aborted',
      partial: { content: [{ type: 'text', text: 'half' }], finishReason: 'aborted' },
    })
  })

  it('an error that nobody named is not retried', async () => {
    await expect(answer(text('half'), new TypeError('oops'))).rejects.toMatchObject({
      code: 'bad_response',
      retryable: false,
      partial: { content: [{ text: 'half' }] },
    })
  })
})

describe('any stream', () => {
  const fragment = fc.oneof(
    fc.record({ kind: fc.constant('text' as const), value: fc.string() }),
    fc.record({ kind: fc.constant('reasoning' as const), value: fc.string() }),
    fc.record({ kind: fc.constant('call' as const), value: fc.nat(3) }),
  )
  const toDelta = ({ kind, value }: { kind: string; value: string | number }): ChatDelta => {
    if (kind === 'call') return call(String(value), '', { name: `tool${value}` })
    return kind === 'text' ? text(String(value)) : reasoning(String(value))
  }

  it('brackets its blocks and numbers them as the parts of the message', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fragment), async (fragments) => {
        const open = new Map<number, string>()
        const parts: unknown[] = []
        let message: readonly unknown[] = []
        for await (const event of run([...fragments.map(toDelta), text('.'), stop])) {
          if (event.type === 'response_end') message = event.response.message.content
          if (!('index' in event)) continue
          const [, kind, step] = /^(.+)_(start|delta|end)$/.exec(event.type) ?? []
          if (step === 'start') expect(parts).toHaveLength(event.index)
          if (step === 'start') parts.push(undefined)
          expect(open.get(event.index)).toBe(step === 'start' ? undefined : kind)
          if (step === 'start') open.set(event.index, kind ?? '')
          if ('part' in event) parts[event.index] = event.part
          if (step === 'end') open.delete(event.index)
        }
        expect(open.size).toBe(0)
        expect(parts).toEqual(message)
      }),
    )
  })

  it('is what unfold makes of its answer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fragment), async (fragments) => {
        const first = await answer(...fragments.map(toDelta), text('.'), stop)
        const { message, finishReason } = first
        const again = await collect(run(unfold({ content: message.content, finishReason })))
        expect(again.text).toBe(first.text)
        expect(again.finishReason).toBe(finishReason)
        expect(again.message.content.map(({ type }) => type)).toEqual(
          message.content.map(({ type }) => type),
        )
      }),
    )
  })
})
