import { describe, expect, it } from 'vitest'
import { defineTool, type Tool, type ToolCallPart } from '../../src/index.ts'
import { executeToolCalls, type ExecuteOptions, type ToolEvent } from '../../src/tools/execute.ts'
import { createToolbox } from '../../src/tools/toolbox.ts'

const call = (name: string): ToolCallPart => ({
  type: 'tool_call',
  id: name,
  name,
  input: {},
  argumentsText: '{}',
})
const run = (calls: ToolCallPart[], tools: Tool[], more: Partial<ExecuteOptions> = {}) =>
  executeToolCalls(calls, {
    toolbox: createToolbox(tools),
    signal: new AbortController().signal,
    now: () => 0,
    emit: () => undefined,
    ...more,
  })
const contentOf = async (output: unknown) => {
  const tool = defineTool({ name: 'a', execute: () => output as string })
  return (await run([call('a')], [tool]))[0]
}

describe('what a tool returns', () => {
  it.each([
    ['text', 'x', [{ type: 'text', text: 'x' }]],
    ['no text', '', []],
    ['nothing', undefined, []],
    ['null', null, [{ type: 'json', value: null }]],
    ['a value', { a: [1] }, [{ type: 'json', value: { a: [1] } }]],
    ['parts', { content: [{ type: 'text', text: 'x' }] }, [{ type: 'text', text: 'x' }]],
    ['its own content', { content: ['x'] }, [{ type: 'json', value: { content: ['x'] } }]],
    ['a date', new Date(0), [{ type: 'json', value: '1970-01-01T00:00:00.000Z' }]],
  ])('%s', async (_, output, content) => {
    expect(await contentOf(output)).toMatchObject({ content })
  })

  it('RES-12 RES-13 a kind of part that nobody knows is a value, not a crash', async () => {
    const odd = { content: [{ type: 'hologram', beam: 1 }], isError: true }
    expect(await contentOf(odd)).toMatchObject({ content: [{ type: 'json', value: odd }] })
  })

  it('RES-14 a text of 2 MB is passed on whole', async () => {
    const text = 'é'.repeat(1_000_000)
    expect(await contentOf(text)).toMatchObject({ content: [{ type: 'text', text }] })
  })

  it('RES-12 parts may be an error', async () => {
    const content = [{ type: 'text', text: 'no' }]
    expect(await contentOf({ content, isError: true })).toMatchObject({ content, isError: true })
  })

  it('a value that JSON cannot hold is an error result', async () => {
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    expect(await contentOf(circle)).toMatchObject({ isError: true })
    expect(await contentOf({ big: 1n })).toMatchObject({ isError: true })
  })
})

describe('nothing holds an abort up', () => {
  const never = (): Promise<never> => new Promise(() => undefined)

  it.each(['hook', 'approval', 'tool', 'validation'])('not a %s that hangs', async (who) => {
    const stop = new AbortController()
    const hang = (): Promise<never> => {
      stop.abort()
      return never()
    }
    const plain = defineTool({
      name: 'a',
      needsApproval: who === 'approval',
      execute: who === 'tool' ? hang : () => 'ran',
    })
    const tool: Tool = who === 'validation' ? { ...plain, validate: hang } : plain
    const [result] = await run([call('a')], [tool], {
      signal: stop.signal,
      ...(who === 'approval' && { approve: hang }),
      hooks: [{ name: 'h', ...(who === 'hook' && { beforeTool: hang }) }],
    })
    expect(result).toMatchObject({ isError: true, content: [{ text: /aborted/ }] })
  })

  it('does not begin a tool after an abort during a hook', async () => {
    const stop = new AbortController()
    let ran = false
    const tool = defineTool({ name: 'a', execute: () => String((ran = true)) })
    const hooks = [{ name: 'h', beforeTool: () => stop.abort() }]
    await run([call('a')], [tool], { signal: stop.signal, hooks })
    expect(ran).toBe(false)
  })
})

describe('limits', () => {
  it('runs no more tools at once than allowed, and at least one', async () => {
    let running = 0
    let most = 0
    const tool = defineTool({
      name: 'a',
      execute: async () => {
        most = Math.max(most, (running += 1))
        await new Promise((resolve) => setTimeout(resolve, 1))
        running -= 1
        return 'ran'
      },
    })
    const calls = Array.from({ length: 9 }, () => call('a'))
    await run(calls, [tool], { concurrency: 3 })
    expect(most).toBe(3)
    const results = await run(calls, [tool], { concurrency: 0 })
    expect(results.every((result) => result !== undefined)).toBe(true)
  })

  it('a timeout without an end is no timeout', async () => {
    const tool = defineTool({
      name: 'a',
      timeoutMs: Infinity,
      execute: () => new Promise((resolve) => setTimeout(resolve, 5, 'ran')),
    })
    expect((await run([call('a')], [tool]))[0]).toMatchObject({ content: [{ text: 'ran' }] })
  })

  it('progress after the end of a call is not told', async () => {
    const events: ToolEvent[] = []
    let tell: () => void = () => undefined
    const tool = defineTool({
      name: 'a',
      execute: (_, { progress }) => {
        tell = () => progress({ message: 'still here' })
        tell()
        return 'ran'
      },
    })
    await run([call('a')], [tool], { emit: (event) => void events.push(event) })
    tell()
    expect(events.map(({ type }) => type)).toEqual(['tool_start', 'tool_progress', 'tool_end'])
  })
})

it('two tools of one name are refused', () => {
  const tool = defineTool({ name: 'a', execute: () => 'x' })
  expect(() => createToolbox([tool, tool])).toThrow(/"a"/)
})
