import { describe, expect, test } from 'vitest'
import type { Message, ToolCallPart } from '../../src/contract/message.ts'
import { assistant, call, line, own, prepared, result, tool, user } from './build.ts'

const ids = (messages: readonly Message[]): string[] =>
  messages.flatMap((message) =>
    message.role === 'assistant'
      ? message.content.flatMap((part) => (part.type === 'tool_call' ? [part.id] : []))
      : [],
  )
const turn = (...calls: ToolCallPart[]): Message[] => [
  assistant(...calls),
  tool(...calls.map((part) => result(part.id))),
]

describe('ids of calls', () => {
  test('CAL-10 ids of any shape become legal and results follow them', () => {
    const strange = ['', 'a|b', 'x'.repeat(450), 'functions.f:0', 'a b', 'ü']
    const { messages } = prepared([user('hi'), ...strange.flatMap((id) => turn(call(id)))])
    expect(new Set(ids(messages)).size).toBe(strange.length)
  })
  test('CAL-11 native ids go back to their model, but never twice', () => {
    const first = own(assistant({ ...call('c1'), nativeId: 'call_0' }))
    const second = own(assistant({ ...call('c2'), nativeId: 'call_0' }))
    const messages = [user('hi'), first, tool(result('c1')), second, tool(result('c2'))]
    expect(ids(prepared(messages).messages)).toEqual(['call_0', 'c2'])
  })
  test('CAL-12 the same id twice in one turn: two calls, paired by position', () => {
    const { messages } = prepared([
      user('hi'),
      assistant(call('c1'), call('c1')),
      tool(result('c1', 'first'), result('c1', 'second')),
    ])
    expect(line(messages)).toMatch(/\(\[c1\] \| \[(c\w+)\]\) tool\(c1:first \| \1:second\)$/)
  })
  test('HAN-03 no native id of another model is sent, and 10000 derived ids differ', () => {
    const calls = Array.from({ length: 10_000 }, (_, at) => ({
      ...call(`tooluse_${at}`),
      nativeId: 'n',
    }))
    const { messages } = prepared([user('hi'), ...turn(...calls)], {
      toolCallIds: { form: 'alphanumeric', length: 9 },
    })
    expect(new Set(ids(messages)).size).toBe(10_000)
  })
  test('HAN-04 ids that begin alike stay apart where only nine characters are taken', () => {
    const messages = [user('hi'), ...turn(call('tooluse_AB1'), call('tooluse_AB2'))]
    const found = ids(
      prepared(messages, { toolCallIds: { form: 'alphanumeric', length: 9 } }).messages,
    )
    expect(new Set(found).size).toBe(2)
  })
  test('HAN-05 ids of the form function and number count over the conversation', () => {
    const messages = [
      user('hi'),
      ...turn(call('c1', 'f'), call('c2', 'g')),
      ...turn(call('c3', 'f')),
    ]
    expect(ids(prepared(messages, { toolCallIds: { form: 'function_index' } }).messages)).toEqual([
      'functions.f:0',
      'functions.g:1',
      'functions.f:2',
    ])
  })
})

describe('inputs of calls', () => {
  test('CAL-02 missing arguments are an empty object', () => {
    const { messages } = prepared([user('hi'), assistant({ ...call('c1'), argumentsText: '' })])
    expect(messages[1]?.content[0]).toMatchObject({ input: {}, argumentsText: '{}' })
  })
  test('CAL-05 CAL-06 what is no JSON object is wrapped, so that the model sees what it wrote', () => {
    const bad = { ...call('c1'), argumentsText: '{"q":', invalid: 'Unexpected end' }
    const { messages } = prepared([user('hi'), assistant(bad, call('c2', 'search', [1]))])
    expect(messages[1]?.content).toMatchObject([
      { input: { raw_arguments: '{"q":' } },
      { input: { value: [1] }, argumentsText: '{"value":[1]}' },
    ])
    expect(messages[1]?.content[0]).not.toHaveProperty('invalid')
  })
  test('CAL-17 text between calls goes before them', () => {
    expect(
      line(prepared([user('hi'), assistant(call('c1'), 'and', call('c2'))]).messages),
    ).toContain('assistant(and | [c1] | [c2])')
  })
  test('CAL-22 a key named __proto__ stays a key', () => {
    const input = JSON.parse('{"__proto__":{"x":"\\u0000"}}') as Record<string, never>
    const { messages } = prepared([user('hi'), assistant(call('c1', 'search', input))])
    expect(messages[1]?.content[0]).toMatchObject({ argumentsText: '{"__proto__":{"x":""}}' })
  })
})
