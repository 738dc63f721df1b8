import type { AgentOptions, Plugin } from '@autobot/core'
import type { Wire, WireServer } from '../wire/wire.ts'
import { checks, type Bench } from './bench.ts'
import { CaseFailed, CaseSkipped } from './case-outcome.ts'
import type { ConformanceCase } from './conformance-case.ts'
import { openStage, text, type Stage } from './stage.ts'

export type CaseVerdict =
  | { readonly status: 'passed' }
  | { readonly status: 'skipped'; readonly reason: string }
  | { readonly status: 'failed'; readonly report: string }

export interface RunCaseOptions {
  readonly plugin: Plugin
  readonly wire: Wire
  readonly prefix: string
  readonly model: string
  readonly models: { readonly reasoning: string; readonly vision: string }
  readonly config: ((server: WireServer) => unknown) | undefined
  readonly secrets: Readonly<Record<string, string>>
  readonly agent: Partial<AgentOptions>
  readonly patienceMs: number
}

/** One case against one provider; never throws. */
export async function runCase(one: ConformanceCase, options: RunCaseOptions): Promise<CaseVerdict> {
  const stages: Stage[] = []
  try {
    await one.run(benchOf(one, options, stages))
    const broken = brokenIn(one, stages)
    return broken === undefined ? { status: 'passed' } : failed(one, broken, stages)
  } catch (error) {
    if (error instanceof CaseSkipped) return { status: 'skipped', reason: error.message }
    // What broke the contract says more than what followed from it.
    const why = error instanceof CaseFailed ? error.message : text(error)
    return failed(
      one,
      [brokenIn(one, stages), why].filter((line) => line !== undefined).join('\n'),
      stages,
    )
  } finally {
    for (const stage of stages) await stage.close().catch(() => undefined)
  }
}

function benchOf(one: ConformanceCase, options: RunCaseOptions, stages: Stage[]): Bench {
  const { wire, prefix, model, models, plugin, secrets, patienceMs } = options
  const lacks = (ability: keyof NonNullable<Wire['lacks']>): string | undefined =>
    wire.lacks?.[ability]
  const bench: Bench = {
    ...checks,
    wire,
    prefix,
    model,
    models,
    has: (ability) => lacks(ability) === undefined,
    needs(...abilities) {
      for (const ability of abilities) {
        const reason = lacks(ability)
        if (reason !== undefined) checks.skip(reason)
      }
    },
    variants: (kind) =>
      (wire.variants ?? []).flatMap(({ name, of }) => (of === kind ? [name] : [])),
    async open(agent = {}, config = {}) {
      const server = await wire.start()
      const standard = wire.config ?? (({ key, url }) => ({ apiKey: key, apiBase: url }))
      const given = (options.config ?? standard)(server)
      const stage = openStage({
        plugin,
        server,
        config: { ...(given as object), ...config },
        prefix,
        model,
        secrets,
        agent: { ...options.agent, ...agent },
        patienceMs,
      })
      stages.push(stage)
      return stage
    },
  }
  bench.needs(...(one.needs ?? []))
  if (one.variants !== undefined && bench.variants(one.variants).length === 0) {
    checks.skip(`The wire ${wire.name} knows no such way of writing (${one.variants}).`)
  }
  return bench
}

/** What no case may do, whatever it is about. */
function brokenIn(
  { asksElsewhere = 'no' }: ConformanceCase,
  stages: readonly Stage[],
): string | undefined {
  const lines = stages.flatMap(({ complaints, server, shown }) => [
    ...complaints,
    ...(asksElsewhere === 'yes' ? [] : server.refusals).map(
      (message) => `The service refused a request: ${message}`,
    ),
    ...(shown.some((line) => line.includes(server.key))
      ? ['P19: the key stands in an error, a warning or the log.']
      : []),
  ])
  return lines.length === 0 ? undefined : [...new Set(lines)].join('\n')
}

function failed(one: ConformanceCase, why: string, stages: readonly Stage[]): CaseVerdict {
  const sent = stages.flatMap(({ server }) =>
    server.requests.map(({ method, path, text: body }) => `${method} ${path} ${short(body)}`),
  )
  const came = stages.flatMap((stage) => stage.came.map(short))
  const lines = [
    `${one.id}: ${why}`,
    `  owed: ${one.obligation}`,
    ...(one.rules.length > 0 ? [`  rules: ${one.rules.join(', ')}`] : []),
    ...list('sent', sent),
    ...list('came', came),
    `  see: ${linkOf(one.id)}`,
  ]
  return { status: 'failed', report: lines.join('\n') }
}

/** Where the contract has a case. */
export function linkOf(id: string): string {
  return `docs/provider-contract.md#${id.toLowerCase()}`
}

/** The last few: what led to the failure stands at the end. */
function list(name: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [`  ${name}: nothing`]
  return lines.slice(-4).map((line) => `  ${name}: ${line}`)
}

function short(line: string): string {
  return line.length > 800 ? `${line.slice(0, 800)}… (${line.length} characters)` : line
}
