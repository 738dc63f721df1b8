import { describe, expect, test } from 'vitest'
import type { ToolDefinition } from '../../src/contract/request.ts'
import { prepare } from '../../src/prepare/prepare.ts'
import { assistant, call, prepared, result, tool, user } from './build.ts'

const define = (name: string, description = 'does it'): ToolDefinition => ({
  name,
  description,
  inputSchema: { type: 'object', properties: {} },
})
const names = (given: readonly string[], messages = [user('hi')]) =>
  prepared({ messages, tools: given.map((name) => define(name)) })

describe('tools', () => {
  test('DEF-09 illegal names become legal and come back as they were', () => {
    for (const name of ['a.b', 'a/b', 'with space', 'ü', '9lives', '-x', 'n'.repeat(80), '']) {
      const outcome = names([name])
      const wire = outcome.request.tools?.[0]?.name ?? ''
      expect(wire).toMatch(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/)
      expect(outcome.toolName(wire)).toBe(name)
    }
  })
  test('DEF-10 DEF-11 names that look alike when cleaned stay apart', () => {
    const outcome = names(['a.b', 'a/b', 'a_b'])
    const wire = outcome.request.tools?.map((it) => it.name) ?? []
    expect(new Set(wire).size).toBe(3)
    expect(wire.map(outcome.toolName)).toEqual(['a.b', 'a/b', 'a_b'])
  })
  test('DEF-14 a name does not depend on the order or on other tools', () => {
    const wire = names(['a.b']).request.tools?.[0]?.name
    expect(names(['z', 'a/b', 'a.b']).request.tools?.[2]?.name).toBe(wire)
  })
  test('DEF-15 names of built-in properties are names like others', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      const outcome = names([name])
      expect(outcome.toolName(outcome.request.tools?.[0]?.name ?? '')).toBe(name)
      expect(outcome.decodeInput(name, { a: 1 })).toEqual({ a: 1 })
    }
  })
  test('what is known of a list of tools does not outlive a change of the list', () => {
    const first = { ...define('a.b'), description: 'one' }
    const tools = [first, define('search')]
    const wireNames = () => {
      const asked = { model: 'one', messages: [user('hi')], tools }
      const { request } = prepare(asked, { prefix: 'acme', model: 'one', capabilities: {} })
      return request.tools?.map(({ name, description }) => [name, description])
    }
    const before = wireNames()
    expect(wireNames()).toEqual(before)
    tools.push(define('a/b'))
    tools[1] = define('find')
    Object.assign(first, { description: 'two' })
    const [renamed, ...others] = wireNames() ?? []
    expect(renamed).toEqual([before?.[0]?.[0], 'two'])
    expect(others.map(([name]) => name)).toEqual(['find', names(['a/b']).request.tools?.[0]?.name])
  })
  test('names of the history are known beside those of the same list of tools', () => {
    const tools = [define('search')]
    const messages = [user('hi'), assistant(call('c1', 'old.tool')), tool(result('c1'))]
    const asked = prepared({ messages: [user('hi')], tools })
    const later = prepared({ messages, tools })
    const [, answer] = later.request.messages
    const wire = answer?.role === 'assistant' ? answer.content[0] : undefined
    expect(wire).toMatchObject({ type: 'tool_call', name: expect.stringMatching(/^old_tool_/) })
    expect(later.toolName((wire as { readonly name: string }).name)).toBe('old.tool')
    expect(asked.toolName('search')).toBe('search')
  })
  test('CAL-16 a namespace that the model put before a name is taken off', () => {
    expect(names(['search']).toolName('functions.search')).toBe('search')
    expect(names(['search']).toolName('other')).toBe('other')
  })
  test('CAL-20 history and choice use the names of the wire', () => {
    const { request } = prepared(
      {
        messages: [user('hi'), assistant(call('c1', 'a.b')), tool(result('c1'))],
        tools: [define('a.b')],
        toolChoice: { tool: 'a.b' },
      },
      { toolChoice: ['auto', 'tool'] },
    )
    const wire = request.tools?.[0]?.name ?? ''
    expect(request.toolChoice).toEqual({ tool: wire })
    expect(request.messages[1]?.content[0]).toMatchObject({ name: wire })
    expect(request.messages[2]?.content[0]).toMatchObject({ toolName: wire })
  })
  test('DEF-12 a blank description is left out', () => {
    expect(prepared({ tools: [define('a', ' ')] }).request.tools?.[0]).not.toHaveProperty(
      'description',
    )
  })
  test('DEF-13 tools beyond the limit are left out with a warning, but not the one asked for', () => {
    const tools = Array.from({ length: 129 }, (_, at) => define(`t${at}`))
    const { request, codes } = prepared({ tools })
    expect(request.tools).toHaveLength(128)
    expect(codes).toEqual(['tool_quarantined'])
    const asked = prepared(
      { tools, toolChoice: { tool: 't128' } },
      { toolChoice: ['tool'] },
    ).request
    expect(asked.tools?.at(-1)?.name).toBe('t128')
  })
  test('HAN-07 a target without tools gets none, with a warning', () => {
    const { request, codes } = prepared(
      { tools: [define('a')], toolChoice: 'required' },
      { tools: 'none' },
    )
    expect(request).not.toHaveProperty('tools')
    expect(request).not.toHaveProperty('toolChoice')
    expect(codes).toEqual(['tools_dropped'])
  })
})

describe('tool choice', () => {
  const used = [user('hi'), assistant(call('c1')), tool(result('c1'))]
  test('CHO-01 none, which cannot be asked for, means no tools when none was used yet', () => {
    expect(prepared({ tools: [define('a')], toolChoice: 'none' }).request).not.toHaveProperty(
      'tools',
    )
    const { request } = prepared(
      { tools: [define('a')], toolChoice: 'none' },
      { toolChoice: ['none'] },
    )
    expect(request).toMatchObject({ toolChoice: 'none', tools: [{ name: 'a' }] })
  })
  test('CHO-02 none with tool history keeps the tools', () => {
    const { request, codes } = prepared({
      messages: used,
      tools: [define('a')],
      toolChoice: 'none',
    })
    expect(request).toMatchObject({ toolChoice: 'auto', tools: [{ name: 'a' }] })
    expect(codes).toEqual(['tool_choice_downgraded'])
  })
  test('CHO-03 required is downgraded with a warning', () => {
    const { request, codes } = prepared({ tools: [define('a')], toolChoice: 'required' })
    expect(request.toolChoice).toBe('auto')
    expect(codes).toEqual(['tool_choice_downgraded'])
  })
  test('CHO-04 one tool is named, with all tools still there', () => {
    const { request } = prepared(
      { tools: [define('a'), define('b')], toolChoice: { tool: 'b' } },
      { toolChoice: ['tool'] },
    )
    expect(request).toMatchObject({
      toolChoice: { tool: 'b' },
      tools: [{ name: 'a' }, { name: 'b' }],
    })
  })
  test('CHO-05 while the model reasons fewer choices may be there', () => {
    const { request, codes } = prepared(
      { tools: [define('a')], toolChoice: 'required', reasoning: 'low' },
      {
        toolChoice: ['auto', 'required'],
        toolChoiceWithReasoning: ['auto'],
        reasoningEfforts: ['low'],
      },
    )
    expect(request.toolChoice).toBe('auto')
    expect(codes).toEqual(['tool_choice_downgraded'])
  })
  test('CHO-06 one call at a time is asked for where the wire can', () => {
    const asked = { tools: [define('a')], parallelToolCalls: false }
    expect(prepared(asked, { parallelToolCalls: 'wire' }).request.parallelToolCalls).toBe(false)
    expect(prepared(asked).request).not.toHaveProperty('parallelToolCalls')
  })
  test('CHO-07 without tools there is no choice either', () => {
    const { request } = prepared(
      { toolChoice: 'required', parallelToolCalls: false, tools: [] },
      { toolChoice: ['required'], parallelToolCalls: 'wire' },
    )
    for (const key of ['tools', 'toolChoice', 'parallelToolCalls'])
      expect(request).not.toHaveProperty(key)
  })
  test('CHO-08 tools that are gone are declared where the history needs it', () => {
    const { request } = prepared(used, {
      toolsWithToolHistory: 'required',
      toolChoice: ['auto', 'none'],
    })
    expect(request).toMatchObject({
      toolChoice: 'none',
      tools: [{ name: 'search', description: 'Not available any more.' }],
    })
    expect(prepared(used).request).not.toHaveProperty('tools')
  })
  test('CHO-09 where no tool can be named only that one is offered', () => {
    const { request } = prepared(
      { tools: [define('a'), define('b')], toolChoice: { tool: 'b' } },
      { toolChoice: ['auto', 'required'] },
    )
    expect(request).toMatchObject({ toolChoice: 'required', tools: [{ name: 'b' }] })
    expect(request.tools).toHaveLength(1)
  })
})
