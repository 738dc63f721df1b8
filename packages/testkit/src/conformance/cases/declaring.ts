import type { Tool } from '@autobot/core'
import type { Bench } from '../bench.ts'
import type { Stage } from '../stage.ts'

export const needs = ['tools'] as const

export async function withTools(bench: Bench, tools: readonly Tool[]): Promise<Stage> {
  const stage = await bench.open({ tools, maxSteps: 2 })
  if ((await stage.capabilities()).tools === 'none') bench.skip('This model takes no tools.')
  return stage
}

/** Names of the declared tools as the target wants them. */
export function declared(stage: Stage): readonly string[] {
  return (stage.calls.at(-1)?.request.tools ?? []).map(({ name }) => name)
}
