import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { stdout } from 'node:process'
import { defaultHost, type Plugin } from '@autobot/core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { openConformance, type Conformance } from './conformance.ts'
import { conformanceSections } from './conformance-cases.ts'
import type { ConformanceOptions } from './options.ts'
import { fixtureChecks, type FixtureCheck } from './run-fixture.ts'
import {
  fixtureTitle,
  scorecardMarkdown,
  type CaseResult,
  type FixtureResult,
  type Scorecard,
} from './scorecard.ts'

export interface DescribeProviderOptions extends ConformanceOptions {
  /**
   * Path without ending: the scorecard is written there as `.md` and `.json`. Default: into the
   * folder that the variable `AUTOBOT_SCORECARD` names; without it nothing is written.
   */
  readonly scorecard?: string
}

export interface DescribedProvider {
  /** After the tests. Undefined when some were filtered out. */
  scorecard(): Scorecard | undefined
}

/** The conformance suite as tests of vitest: each case is one. */
export function describeProvider(
  plugin: Plugin,
  options: DescribeProviderOptions,
): DescribedProvider {
  const cases: CaseResult[] = []
  const fixtures: FixtureResult[] = []
  let conformance: Conformance | undefined
  let card: Scorecard | undefined
  const opened = (): Conformance => {
    if (conformance === undefined) throw new Error('The suite was not opened.')
    return conformance
  }
  const title = options.name ?? `${options.model ?? plugin.name}`

  describe(`conformance of ${title}`, () => {
    beforeAll(async () => {
      conformance = await openConformance(plugin, options)
    })

    test('every skip names a case and a reason', () => {
      const { problems } = opened()
      if (problems.length > 0) throw new Error(problems.join('\n'))
    })

    for (const section of conformanceSections) {
      describe(section.title, () => {
        for (const one of section.cases) {
          test(`${one.id} ${one.obligation}`, { timeout: 60_000 }, async ({ skip }) => {
            const result = await opened().runCase(one)
            cases.push(result)
            if (result.status === 'failed') throw plain(result.report)
            if (result.status === 'skipped') skip(result.reason ?? 'no reason')
          })
        }
      })
    }

    test('recorded exchanges', { timeout: 300_000 }, async ({ skip }) => {
      const reports: string[] = []
      for (const fixture of opened().fixtures) {
        for (const check of Object.keys(fixtureChecks) as FixtureCheck[]) {
          const result = await opened().runFixture(fixture, check)
          fixtures.push(result)
          if (result.report !== undefined) reports.push(result.report)
        }
      }
      if (reports.length > 0) throw plain(reports.join('\n'))
      if (fixtures.length === 0) skip('No exchange has been recorded yet.')
    })

    afterAll(() => {
      if (conformance === undefined) return
      const made = conformance.scorecard(cases, fixtures)
      stdout.write(printed(made, title))
      const all = conformanceSections.reduce((sum, section) => sum + section.cases.length, 0)
      if (cases.length < all) return
      card = made
      write(made, options.scorecard)
    })
  })
  return { scorecard: () => card }
}

/** An error whose stack says nothing of the kit: its message is the report. */
function plain(report = ''): Error {
  const error = new Error(report)
  error.stack = report
  return error
}

/** What vitest does not show: why a case was skipped, and that a skip is no longer needed. */
function printed(card: Scorecard, title: string): string {
  const { passed, failed, skipped } = card.counts
  const lines = [
    `${title}: ${passed} passed, ${failed} failed, ${skipped} skipped`,
    ...groups(card).map(([reason, ids]) => `  skipped ${ids.join(', ')}: ${reason}`),
    ...card.cases
      .filter(({ wouldPass }) => wouldPass === true)
      .map(({ id }) => `  ${id} is skipped and would pass: take it out of skip.`),
    ...card.fixtures.map(({ name, check, status }) => `  ${status} ${fixtureTitle(name, check)}`),
  ]
  return `${lines.join('\n')}\n`
}

function groups(card: Scorecard): readonly (readonly [string, readonly string[]])[] {
  const skipped = card.cases.filter(({ status }) => status === 'skipped')
  return [...Map.groupBy(skipped, ({ reason = '' }) => reason)].map(([reason, all]) => [
    reason,
    all.map(({ id }) => id),
  ])
}

function write(card: Scorecard, given: string | undefined): void {
  const folder = defaultHost().secret('AUTOBOT_SCORECARD')
  const path =
    given ??
    (folder === undefined ? undefined : join(folder, card.name.replaceAll(/[^a-z0-9.-]+/gi, '-')))
  if (path === undefined) return
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.md`, scorecardMarkdown([card]))
  writeFileSync(`${path}.json`, `${JSON.stringify(card, null, 2)}\n`)
}
