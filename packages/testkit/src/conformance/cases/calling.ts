import type { Tool } from '@autobot/core'
import type { SimulatedPart } from '../../simulators/http/answer.ts'
import type { WireAnswer } from '../../wire/wire.ts'
import type { Bench } from '../bench.ts'
import { object, tool } from '../material.ts'
import type { Stage } from '../stage.ts'

export const needs = ['tools'] as const
export const textual = ['tools', 'arguments_text'] as const
export const inputSchema = object(
  { a: { type: 'number' }, b: { type: 'object' }, town: { type: 'string' } },
  { required: ['a'] },
)
export const call = (more: object = {}): SimulatedPart => ({
  type: 'tool_call',
  name: 'add',
  input: { a: 1 },
  ...more,
})

export interface Ran {
  readonly stage: Stage
  readonly inputs: unknown[]
  readonly result: Awaited<ReturnType<Stage['run']>>
}

/** One answer with calls; the next one is `ok`. */
export async function ran(
  bench: Bench,
  content: readonly SimulatedPart[],
  more: Partial<WireAnswer> = {},
): Promise<Ran> {
  const inputs: unknown[] = []
  const tools: readonly Tool[] = [
    tool('add', { inputSchema, inputs }),
    tool('ping', { inputs }),
    tool('find', { inputSchema: object({ town: { type: 'string' } }), inputs }),
  ]
  const stage = await bench.open({ tools })
  if ((await stage.capabilities()).tools === 'none') bench.skip('This model takes no tools.')
  stage.answer({ content, ...more })
  return { stage, inputs, result: await stage.run('hi') }
}
