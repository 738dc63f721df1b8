import { describe, expect, test } from 'vitest'
import { assistant, call, line, own, prepared, result, system, text, tool, user } from './build.ts'

const shape = (...[messages, capabilities]: Parameters<typeof prepared>): string =>
  line(prepared(messages, capabilities).messages)

describe('history repair', () => {
  test('HIS-01 a call that was cut off by an abort is not sent', () => {
    const cut = {
      ...assistant('I look', { ...call('c1'), incomplete: true as const }),
      finishReason: 'aborted' as const,
    }
    expect(shape([user('hi'), cut, user('go on')])).toBe('user(hi) assistant(I look) user(go on)')
  })
  test('HIS-01 an aborted turn without anything whole is dropped', () => {
    const cut = {
      ...assistant({ type: 'reasoning', text: 'hm' }, { ...call('c1'), incomplete: true as const }),
      finishReason: 'aborted' as const,
    }
    expect(shape([user('hi'), cut, user('go on')])).toBe('user(hi | go on)')
  })
  test('HIS-02 a call without result gets an error result directly behind the turn', () => {
    expect(
      shape([user('hi'), assistant(call('c1'), call('c2')), tool(result('c2')), user('so?')]),
    ).toBe(
      'user(hi) assistant([c1] | [c2]) tool(c1:Error: No result provided. | c2:found) user(so?)',
    )
  })
  test('HIS-03 result without call is dropped', () => {
    expect(shape([user('hi'), tool(result('gone')), assistant('yes'), user('ok')])).toBe(
      'user(hi) assistant(yes) user(ok)',
    )
  })
  test('HIS-04 of two results for a call the first one stays', () => {
    expect(
      shape([user('hi'), assistant(call('c1')), tool(result('c1', 'a'), result('c1', 'b'))]),
    ).toBe('user(hi) assistant([c1]) tool(c1:a)')
  })
  test('HIS-05 a result behind a user message moves up', () => {
    expect(shape([user('hi'), assistant(call('c1')), user('hurry'), tool(result('c1'))])).toBe(
      'user(hi) assistant([c1]) tool(c1:found) user(hurry)',
    )
  })
  test('HIS-06 empty turns and turns of nothing but reasoning are dropped', () => {
    const thinking = own(
      assistant({ type: 'reasoning', text: 'hm', providerMetadata: { acme: {} } }),
    )
    expect(
      shape([user('hi'), assistant(''), user('a'), thinking, user('b')], {
        reasoningReplay: 'all',
      }),
    ).toBe('user(hi | a | b)')
  })
  test('HIS-07 HIS-08 neighbours of one role are merged where the target wants it', () => {
    const messages = [user('a'), user('b'), assistant('c'), assistant('d'), user('e')]
    expect(shape(messages)).toBe('user(a | b) assistant(c | d) user(e)')
    expect(shape(messages, { roles: 'any' })).toBe(
      'user(a) user(b) assistant(c) assistant(d) user(e)',
    )
  })
  test('HIS-09 a history that starts with the assistant gets a user turn before it', () => {
    expect(shape([assistant('hello'), user('hi')])).toBe('user(.) assistant(hello) user(hi)')
    expect(shape([assistant('hello'), user('hi')], { roles: 'any' })).toBe(
      'assistant(hello) user(hi)',
    )
  })
  test('HIS-10 a history that ends with the assistant goes on with a user turn', () => {
    expect(shape([user('hi'), assistant('Once upon \n')])).toBe(
      'user(hi) assistant(Once upon) user(Continue.)',
    )
    expect(shape([user('hi'), assistant('Once upon \n')], { assistantPrefill: 'yes' })).toBe(
      'user(hi) assistant(Once upon)',
    )
  })
  test('HIS-11 blank text is dropped, and a request of nothing else still has a user turn', () => {
    expect(shape([system(' \n'), user('', '  ')])).toBe('user(.)')
    expect(shape([system('Be brief.')])).toBe('system(Be brief.) user(.)')
  })
  test('HIS-12 a system message in the middle becomes tagged user text', () => {
    expect(shape([user('hi'), assistant('yes'), system('Be brief.'), user('go')])).toBe(
      'user(hi) assistant(yes) user(<system>Be brief.</system> | go)',
    )
  })
  test('SYS-01 without a system role the text stands in front of the first user text', () => {
    expect(shape([system('Be brief.'), user('hi')], { system: 'none' })).toBe(
      'user(Be brief.\n\nhi)',
    )
    expect(shape([system('Be brief.'), assistant('yes'), user('hi')], { system: 'none' })).toBe(
      'user(Be brief.) assistant(yes) user(hi)',
    )
  })
  test('a history that is legal already is not copied', () => {
    const messages = [
      user('hi'),
      own(assistant('look', call('c1'))),
      tool(result('c1')),
      assistant('done'),
      user('ok'),
    ]
    for (const [at, message] of prepared(messages).messages.entries()) {
      expect(message).toBe(messages[at])
    }
  })
  test('RES-15 broken strings are mended everywhere', () => {
    const { messages } = prepared([
      user('a\uD800b\0'),
      assistant(call('c1', 'search', { 'k\0': 'v\uDC00' })),
    ])
    expect(messages[0]?.content[0]).toEqual(text('ab'))
    expect(messages[1]?.content[0]).toMatchObject({ input: { k: 'v' }, argumentsText: '{"k":"v"}' })
  })
})

describe('results', () => {
  test('RES-02 RES-16 nothing and blank text become a visible placeholder', () => {
    expect(
      shape([
        user('hi'),
        assistant(call('c1'), call('c2')),
        tool(result('c1', []), result('c2', '\n')),
      ]),
    ).toBe('user(hi) assistant([c1] | [c2]) tool(c1:(no output) | c2:(no output))')
  })
  test('RES-03 RES-04 an error is a flag where the wire has one and a prefix elsewhere', () => {
    const messages = [
      user('hi'),
      assistant(call('c1'), call('c2')),
      tool(result('c1', 'boom', true), result('c2', '', true)),
    ]
    expect(shape(messages)).toContain('tool(c1:Error: boom | c2:Error: (no output))')
    const flagged = prepared(messages, { toolResults: { errors: 'flag' } }).messages
    expect(line(flagged)).toContain('tool(c1:boom | c2:(no output))')
    expect(flagged[2]?.content[0]).toMatchObject({ isError: true })
  })
  test('RES-05 results stand in the order of the calls, in one message', () => {
    expect(
      shape([
        user('hi'),
        assistant(call('c1'), call('c2')),
        tool(result('c2', 'b')),
        tool(result('c1', 'a')),
      ]),
    ).toBe('user(hi) assistant([c1] | [c2]) tool(c1:a | c2:b)')
  })
  test('RES-01 RES-11 JSON is text, or stays an object where the target wants it', () => {
    const value = result('c1', [{ type: 'json', value: { a: [1] } }])
    expect(shape([user('hi'), assistant(call('c1')), tool(value)])).toContain('tool(c1:{"a":[1]})')
    expect(
      shape([user('hi'), assistant(call('c1')), tool(value)], { toolResults: { json: 'object' } }),
    ).toContain('tool(c1:json)')
  })
  test('HAN-06 nothing may stand beside results: a turn comes between', () => {
    const messages = [user('hi'), assistant(call('c1')), tool(result('c1')), user('so?')]
    expect(shape(messages, { toolResults: { beside: 'nothing' } })).toBe(
      'user(hi) assistant([c1]) tool(c1:found) assistant(.) user(so?)',
    )
    expect(shape(messages, { toolResults: { beside: 'text' } })).toBe(
      'user(hi) assistant([c1]) tool(c1:found) user(so?)',
    )
  })
  test('HAN-07 without tools the tool history becomes text', () => {
    expect(
      shape([user('hi'), assistant(call('c1', 'search', { q: 1 })), tool(result('c1'))], {
        tools: 'none',
      }),
    ).toBe(
      'user(hi) assistant([called the tool search with {"q":1}]) user([result of the tool search]\nfound)',
    )
  })
  test('one call a turn: parallel calls become turns', () => {
    expect(
      shape(
        [user('hi'), assistant('look', call('c1'), call('c2')), tool(result('c1'), result('c2'))],
        { tools: 'single' },
      ),
    ).toBe('user(hi) assistant(look | [c1]) tool(c1:found) assistant([c2]) tool(c2:found)')
  })
})
