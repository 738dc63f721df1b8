import { differences, neutral } from './compare.ts'
import type { Run } from './run-row.ts'
import { table } from './table.ts'

export interface Summary {
  readonly lines: readonly string[]
  /** What differs from the first run, a line each. */
  readonly differing: readonly string[]
}

/** The table that closes the program. `wireOf` gives the registry's name of a model's wire. */
export function summarize(runs: readonly Run[], wireOf: (model: string) => string): Summary {
  const first = runs[0]
  const differing: string[] = []
  const rows = runs.map((run) => {
    const found = differences(neutral(first?.messages ?? []), neutral(run.messages))
    differing.push(...found.map((line) => `${run.model}: ${line}`))
    return [
      run.model.slice(0, run.model.indexOf('/')),
      wireOf(run.model),
      String(run.steps),
      String(run.toolCalls),
      count(run.usage.inputTokens),
      count(run.usage.outputTokens),
      milliseconds(run.firstTextMs),
      milliseconds(run.totalMs),
      run === first ? '(first)' : found.length === 0 ? 'yes' : 'NO',
    ]
  })
  const head = ['prefix', 'wire', 'steps', 'calls', 'in', 'out', 'first text', 'total', 'same']
  return { lines: table([head, ...rows], new Set([2, 3, 4, 5, 6, 7])), differing }
}

function count(tokens: number | undefined): string {
  return tokens === undefined ? '?' : String(tokens)
}

function milliseconds(value: number | undefined): string {
  return value === undefined ? '?' : `${Math.round(value)} ms`
}
