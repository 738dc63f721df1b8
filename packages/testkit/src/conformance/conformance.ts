import type { Plugin } from '@autobot/core'
import type { Fixture } from '../recording/fixture.ts'
import { readFixtures } from '../recording/replay.ts'
import { simulatedWire } from '../wire/simulated/index.ts'
import type { Wire } from '../wire/wire.ts'
import { conformanceCases } from './conformance-cases.ts'
import type { ConformanceCase } from './conformance-case.ts'
import type { ConformanceOptions, Skip } from './options.ts'
import { runCase, type CaseVerdict, type RunCaseOptions } from './run-case.ts'
import { fixtureChecks, runFixture, type FixtureCheck } from './run-fixture.ts'
import { countOf, type CaseResult, type FixtureResult, type Scorecard } from './scorecard.ts'

/** The suite, ready to be run case by case. */
export interface Conformance {
  readonly name: string
  readonly model: string
  readonly wire: string
  /** What is wrong with the options. */
  readonly problems: readonly string[]
  runCase(one: ConformanceCase): Promise<CaseResult>
  readonly fixtures: readonly Fixture[]
  runFixture(fixture: Fixture, check: FixtureCheck): Promise<FixtureResult>
  scorecard(cases: readonly CaseResult[], fixtures: readonly FixtureResult[]): Scorecard
}

export async function openConformance(
  plugin: Plugin,
  options: ConformanceOptions,
): Promise<Conformance> {
  const fixtures = await fixturesOf(options)
  const model = options.model ?? fixtures.find((one) => one.model !== undefined)?.model
  if (model === undefined || !model.includes('/')) {
    throw new TypeError('describeProvider needs a `model` with its prefix: acme/large.')
  }
  const prefix = model.slice(0, model.indexOf('/'))
  const wire = typeof options.wire === 'string' ? simulatedWire(options.wire) : options.wire
  const secrets = options.secrets ?? {}
  const reasonOf = skipReasons(options.skip ?? [])
  const running = wire === undefined ? undefined : caseOptions(plugin, options, model, wire)

  return Object.freeze({
    name: options.name ?? `${prefix} (${wire?.name ?? 'recorded'})`,
    model,
    wire: wire?.name ?? 'none',
    problems: problemsOf(options.skip ?? []),
    async runCase(one) {
      const { id } = one
      const reason = reasonOf.get(id)
      if (running === undefined) {
        const told = reason ?? 'No wire was named: there is no server to ask.'
        return {
          id,
          status: 'skipped',
          reason: told,
          by: reason === undefined ? 'kit' : 'provider',
        }
      }
      const verdict = await runCase(one, running)
      if (reason === undefined) return resultOf(id, verdict)
      const wouldPass = verdict.status === 'passed' && { wouldPass: true as const }
      return { id, status: 'skipped', reason, by: 'provider', ...wouldPass }
    },
    fixtures,
    async runFixture(fixture, check) {
      const verdict = await runFixture(fixture, check, { plugin, model, secrets })
      const { name } = fixture
      return verdict.status === 'failed'
        ? { name, check, status: 'failed', report: verdict.report }
        : { name, check, status: 'passed' }
    },
    scorecard(cases, fixtureResults) {
      return {
        name: this.name,
        model,
        wire: this.wire,
        counts: countOf(cases),
        cases,
        fixtures: fixtureResults,
        problems: this.problems,
      }
    },
  } satisfies Conformance)
}

/** The whole suite without a test runner. */
export async function runConformance(
  plugin: Plugin,
  options: ConformanceOptions,
): Promise<Scorecard> {
  const conformance = await openConformance(plugin, options)
  const cases: CaseResult[] = []
  for (const one of conformanceCases) cases.push(await conformance.runCase(one))
  const fixtures: FixtureResult[] = []
  for (const fixture of conformance.fixtures) {
    for (const check of Object.keys(fixtureChecks) as FixtureCheck[]) {
      fixtures.push(await conformance.runFixture(fixture, check))
    }
  }
  return conformance.scorecard(cases, fixtures)
}

async function fixturesOf({ fixtures }: ConformanceOptions): Promise<readonly Fixture[]> {
  if (fixtures === undefined) return []
  return typeof fixtures === 'string' || fixtures instanceof URL ? readFixtures(fixtures) : fixtures
}

function caseOptions(
  plugin: Plugin,
  options: ConformanceOptions,
  model: string,
  wire: Wire,
): RunCaseOptions {
  const { reasoning = model, vision = model } = options.models ?? {}
  return {
    plugin,
    wire,
    prefix: model.slice(0, model.indexOf('/')),
    model,
    models: { reasoning, vision },
    config: options.config,
    secrets: options.secrets ?? {},
    agent: options.agent ?? {},
    patienceMs: options.patienceMs ?? 5000,
  }
}

function resultOf(id: string, verdict: CaseVerdict): CaseResult {
  switch (verdict.status) {
    case 'passed':
      return { id, status: 'passed' }
    case 'skipped':
      return { id, status: 'skipped', reason: verdict.reason, by: 'kit' }
    case 'failed':
      return { id, status: 'failed', report: verdict.report }
  }
}

function skipReasons(skips: readonly Skip[]): ReadonlyMap<string, string> {
  return new Map(skips.flatMap(({ cases, reason }) => cases.map((id) => [id, reason] as const)))
}

function problemsOf(skips: readonly Skip[]): readonly string[] {
  const known = new Set(conformanceCases.map(({ id }) => id))
  return skips.flatMap(({ cases, reason }) => [
    ...(reason.trim() === '' ? [`skip of ${cases.join(', ')} has no reason.`] : []),
    ...cases.flatMap((id) => (known.has(id) ? [] : [`skip names ${id}, which is no case.`])),
  ])
}
