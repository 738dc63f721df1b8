import type { ToolCallPart } from '@autobot/core/provider'
import { expect, it } from 'vitest'
import { rateLimit, type RateLimits } from '../src/rate-limit.ts'
import { host, started } from './run-tool.ts'

const signal = new AbortController().signal

async function limited(limits: RateLimits = {}): Promise<{
  call(name: string): Promise<string>
  invalid(name: string): Promise<void>
  wait(seconds: number): void
}> {
  let now = 0
  let id = 0
  const plugin = rateLimit(['exec', 'read_file'], limits)
  const { hook } = await started(plugin, { ...host, now: () => now })
  const next = (name: string): ToolCallPart => ({
    type: 'tool_call',
    id: String((id += 1)),
    name,
    input: {},
    argumentsText: '{}',
  })
  return {
    wait: (seconds) => void (now += seconds * 1000),
    async call(name) {
      const decision = await hook?.beforeTool?.({ call: next(name), step: 1, signal })
      return decision?.action === 'deny' ? decision.reason : 'ran'
    },
    async invalid(name) {
      const call = next(name)
      await hook?.beforeTool?.({ call, step: 1, signal })
      const text = 'Invalid arguments for the tool'
      await hook?.afterTool?.({
        call,
        step: 1,
        signal,
        result: {
          type: 'tool_result',
          toolCallId: call.id,
          toolName: name,
          isError: true,
          content: [{ type: 'text', text }],
        } as never,
      })
    },
  }
}

it('lets ten commands a minute through, then more as time passes', async () => {
  const { call, wait } = await limited()
  for (let n = 0; n < 10; n += 1) expect(await call('exec')).toBe('ran')
  expect(await call('exec')).toBe('Rate limit exceeded: max 10 calls per 60 seconds')
  expect(await call('read_file')).toBe('ran')
  wait(60)
  expect(await call('exec')).toBe('ran')
})

it('counts all tools together, and what is configured', async () => {
  const { call } = await limited({
    global: { maxCalls: 3, windowSeconds: 5 },
    perTool: { mcp_x: { maxCalls: 1 } },
  })
  expect(await call('mcp_x')).toBe('ran')
  expect(await call('mcp_x')).toContain('max 1 calls per 60 seconds')
  expect(await call('exec')).toBe('ran')
  expect(await call('read_file')).toBe('ran')
  expect(await call('exec')).toBe('Rate limit exceeded: max 3 calls per 5 seconds')
  expect(await call('a_stranger')).toBe('ran')
})

it('does not count a call whose arguments were wrong', async () => {
  const { call, invalid } = await limited({ perTool: { exec: { maxCalls: 1 } } })
  await invalid('exec')
  expect(await call('exec')).toBe('ran')
})
