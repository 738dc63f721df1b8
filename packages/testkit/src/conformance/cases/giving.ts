import type { AgentOptions, Tool, ToolResultContent } from '@autobot/core'
import type { Bench } from '../bench.ts'
import { png, tool } from '../material.ts'
import type { Stage } from '../stage.ts'

export const needs = ['tools'] as const

/** Each tool is called once, in order; the request that brings the results. */
export async function results(
  bench: Bench,
  outputs: Readonly<Record<string, () => unknown>>,
  agent: Partial<AgentOptions> = {},
): Promise<{ readonly stage: Stage; readonly sent: string }> {
  const names = Object.keys(outputs)
  const stage = await bench.open({
    tools: names.map((_name, at): Tool =>
      tool(`f${at}`, { gives: outputs[names[at] ?? ''] ?? (() => '') }),
    ),
    ...agent,
  })
  if ((await stage.capabilities()).tools === 'none') bench.skip('This model takes no tools.')
  stage.answer({
    content: names.map((_name, at) => ({ type: 'tool_call', name: `f${at}`, input: {} })),
  })
  await stage.run('go')
  return { stage, sent: stage.request(2).text }
}

export const broken = (message: string) => () => {
  throw new Error(message)
}
export const image: ToolResultContent = { type: 'file', mediaType: 'image/png', data: png }
export const content = (...parts: readonly ToolResultContent[]) => ({ content: parts })
export const note = (text: string): ToolResultContent => ({ type: 'text', text })
