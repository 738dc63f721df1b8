import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { defineTool, type Tool, type ToolCallPart } from '../../src/index.ts'
import { executeToolCalls } from '../../src/tools/execute.ts'
import { createToolbox } from '../../src/tools/toolbox.ts'

const call = (name: string, input: object = {}, more: object = {}): ToolCallPart =>
  ({
    type: 'tool_call',
    id: name,
    name,
    input,
    argumentsText: JSON.stringify(input),
    ...more,
  }) as ToolCallPart
const run = (calls: ToolCallPart[], tools: Tool[], more: object = {}) =>
  executeToolCalls(calls, {
    toolbox: createToolbox(tools),
    signal: new AbortController().signal,
    now: () => 0,
    emit: () => undefined,
    ...more,
  })
const text = (result: { content: readonly unknown[] } | undefined): string =>
  JSON.stringify(result?.content)

describe('running tools', () => {
  it('gives the results in the order of the calls', async () => {
    const slow = defineTool({
      name: 'slow',
      execute: () => new Promise((resolve) => setTimeout(resolve, 10, 'slow')),
    })
    const fast = defineTool({ name: 'fast', execute: () => 'fast' })
    expect(
      (await run([call('slow'), call('fast')], [slow, fast])).map((result) => result?.toolName),
    ).toEqual(['slow', 'fast'])
  })

  it('CAL-07 checks the input against JSON Schema and says what is wrong', async () => {
    const tool = defineTool({
      name: 'a',
      input: { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] },
      execute: () => 'ran',
    })
    const [missing] = await run([call('a')], [tool])
    const [wrong] = await run([call('a', { n: 'x' })], [tool])
    expect(missing?.isError).toBe(true)
    expect(text(missing)).toContain('n')
    expect(text(wrong)).toContain("'n'")
  })

  it('takes a schema of a library, and gives the tool its converted value', async () => {
    const tool = defineTool({
      name: 'a',
      input: z.object({ n: z.number().default(3) }),
      execute: ({ n }) => `got ${n}`,
    })
    expect(tool.inputSchema).toMatchObject({
      type: 'object',
      properties: { n: { type: 'number' } },
    })
    expect(text((await run([call('a')], [tool]))[0])).toContain('got 3')
    expect((await run([call('a', { n: 'x' })], [tool]))[0]?.isError).toBe(true)
  })

  it('CAL-15 CAL-16 an unknown tool is a result, a functions. prefix is understood', async () => {
    const tool = defineTool({ name: 'a', execute: () => 'ran' })
    const [unknown, prefixed] = await run([call('nope'), call('functions.a')], [tool])
    expect(unknown).toMatchObject({ isError: true })
    expect(text(prefixed)).toContain('ran')
  })

  it('DEF-15 names of Object.prototype find nothing', async () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect((await run([call(name)], []))[0]).toMatchObject({ isError: true })
    }
  })

  it('RES-06 one failure and one timeout cost the others nothing', async () => {
    const tools = [
      defineTool({ name: 'fails', execute: () => Promise.reject(new Error('no disk')) }),
      defineTool({ name: 'hangs', timeoutMs: 10, execute: () => new Promise(() => undefined) }),
      defineTool({ name: 'works', execute: () => ({ ok: true }) }),
    ]
    const results = await run([call('fails'), call('hangs'), call('works')], tools)
    expect(results.map((result) => result?.isError === true)).toEqual([true, true, false])
    expect(text(results[0])).toContain('no disk')
    expect(text(results[1])).toContain('longer than')
  })

  it('ABR-06 an abort reaches the tools, and each call has its result', async () => {
    const stop = new AbortController()
    let told = false
    const tool = defineTool({
      name: 'a',
      execute: (_, { signal }) => {
        signal.addEventListener('abort', () => (told = true))
        stop.abort()
        return new Promise(() => undefined)
      },
    })
    const results = await run([call('a'), call('a')], [tool], {
      signal: stop.signal,
      concurrency: 1,
    })
    expect(told).toBe(true)
    expect(results).toHaveLength(2)
  })

  it('CAL-26 the calls above the cap get a result without being run', async () => {
    let ran = 0
    const tool = defineTool({ name: 'a', execute: () => String(++ran) })
    const results = await run(
      Array.from({ length: 300 }, () => call('a')),
      [tool],
      { maxCalls: 10 },
    )
    expect(ran).toBe(10)
    expect(results).toHaveLength(300)
  })

  it('hooks may change the input, deny and replace', async () => {
    const tool = defineTool({ name: 'a', execute: (input) => JSON.stringify(input) })
    const hook = (decision: object) => ({ hooks: [{ name: 'h', beforeTool: () => decision }] })
    expect(
      text((await run([call('a')], [tool], hook({ action: 'allow', input: { x: 1 } })))[0]),
    ).toContain('x')
    expect(
      (await run([call('a')], [tool], hook({ action: 'deny', reason: 'not today' })))[0],
    ).toMatchObject({ isError: true })
    expect(
      text(
        (
          await run(
            [call('a')],
            [tool],
            hook({ action: 'replace', result: [{ type: 'text', text: 'mine' }] }),
          )
        )[0],
      ),
    ).toContain('mine')
  })

  it('CAL-26 nobody is asked to allow a call that is too many to be run', async () => {
    let asked = 0
    const tool = defineTool({ name: 'a', needsApproval: true, execute: () => 'ran' })
    const calls = Array.from({ length: 5 }, () => call('a'))
    const approve = (): Promise<{ action: 'allow' }> => {
      asked += 1
      return Promise.resolve({ action: 'allow' })
    }
    const results = await run(calls, [tool], { maxCalls: 2, approve })
    expect(asked).toBe(2)
    expect(results.map((result) => result?.isError === true)).toEqual([
      false,
      false,
      true,
      true,
      true,
    ])
  })
})
