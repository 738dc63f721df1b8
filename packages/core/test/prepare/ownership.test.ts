import { describe, expect, test } from 'vitest'
import type { Message } from '../../src/contract/message.ts'
import { assistant, call, line, own, png, prepared, result, text, tool, user } from './build.ts'

const signed = {
  type: 'reasoning',
  text: 'hm',
  providerMetadata: { acme: { signature: 's' } },
} as const
const plain = { type: 'reasoning', text: 'aha' } as const
const thought = [
  user('hi'),
  own(assistant(signed, plain, { ...call('c1'), providerMetadata: { acme: { x: 1 } } })),
  tool(result('c1')),
] satisfies Message[]

describe('ownership', () => {
  test('REA-02 reasoning goes back to its model unchanged', () => {
    const { messages } = prepared(thought, { reasoningReplay: 'signed' })
    expect(messages[1]?.content[0]).toBe(signed)
    expect(messages[1]?.content).toHaveLength(2)
    expect(prepared(thought, { reasoningReplay: 'all' }).messages[1]).toBe(thought[1])
  })
  test('REA-09 reasoning that the target does not want is dropped', () => {
    expect(line(prepared(thought).messages)).toBe('user(hi) assistant([c1]) tool(c1:found)')
  })
  test('REA-08 with reasoning off none is sent', () => {
    const { messages } = prepared(
      { messages: thought, reasoning: 'none' },
      { reasoningReplay: 'all', reasoningEfforts: ['none', 'low'] },
    )
    expect(line(messages)).not.toContain('reasoning')
  })
  test('REA-04 another model gets no reasoning and no opaque data', () => {
    const other = { ...thought[1], model: 'two', responseId: 'r1' } as Message
    const { messages } = prepared([user('hi'), other, tool(result('c1'))], {
      reasoningReplay: 'all',
    })
    expect(JSON.stringify(messages)).not.toMatch(/signature|"x":1|hm|aha|r1/)
  })
  test('REA-05 HAN-02 back at the first model its blocks are there again', () => {
    const detour = { ...assistant('from the other'), provider: 'other', model: 'x' }
    const { messages } = prepared([...thought, detour, user('and?')], { reasoningReplay: 'all' })
    expect(messages.slice(0, 3)).toEqual(prepared(thought, { reasoningReplay: 'all' }).messages)
  })
  test('HAN-08 tools that another provider ran are left out', () => {
    const ran = { ...call('c1', 'web'), providerExecuted: true as const }
    expect(line(prepared([user('hi'), assistant('I looked', ran), user('ok')]).messages)).toBe(
      'user(hi) assistant(I looked) user(ok)',
    )
  })
  test('MED-07 an image of the assistant becomes a note', () => {
    expect(line(prepared([user('draw'), assistant(png()), user('nice')]).messages)).toContain(
      'assistant([image (image/png) omitted',
    )
  })
  test('metadata of a stranger is taken off every part', () => {
    const marked = { ...text('hi'), providerMetadata: { other: { a: 1 }, acme: { b: 2 } } }
    expect(prepared([user(marked)]).messages[0]?.content[0]).toEqual({
      ...text('hi'),
      providerMetadata: { acme: { b: 2 } },
    })
  })
})
