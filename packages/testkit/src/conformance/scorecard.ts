import type { ConformanceCase } from './conformance-case.ts'
import { conformanceSections } from './conformance-cases.ts'
import { fixtureChecks, type FixtureCheck } from './run-fixture.ts'

export interface CaseResult {
  readonly id: string
  readonly status: 'passed' | 'failed' | 'skipped'
  /** Why it was skipped. */
  readonly reason?: string
  /** Who skipped it: the provider's `skip`, or the kit, since the wire or model cannot show it. */
  readonly by?: 'provider' | 'kit'
  /** It was skipped by the provider, and would pass. */
  readonly wouldPass?: true
  /** Why it failed. */
  readonly report?: string
}

export interface FixtureResult {
  readonly name: string
  readonly check: FixtureCheck
  readonly status: 'passed' | 'failed'
  readonly report?: string
}

export interface Scorecard {
  readonly name: string
  readonly model: string
  readonly wire: string
  readonly counts: Record<CaseResult['status'], number>
  readonly cases: readonly CaseResult[]
  /** Recorded exchanges. */
  readonly fixtures: readonly FixtureResult[]
  /** What is wrong with the options themselves: a `skip` of an id that is no case. */
  readonly problems: readonly string[]
}

export function countOf(cases: readonly CaseResult[]): Scorecard['counts'] {
  const of = (status: CaseResult['status']): number =>
    cases.filter((one) => one.status === status).length
  return { passed: of('passed'), failed: of('failed'), skipped: of('skipped') }
}

/** A table of sections by runs, and every case that was skipped or failed, with its reason. */
export function scorecardMarkdown(cards: readonly Scorecard[]): string {
  const lines = [
    row(['Cases', ...cards.map(({ name }) => name)]),
    row(['---', ...cards.map(() => '---:')]),
    ...conformanceSections.map(({ title, cases }) =>
      row([title, ...cards.map((card) => share(card, cases))]),
    ),
    row(['**All**', ...cards.map(({ counts }) => `**${counts.passed}/${ran(counts)}**`)]),
  ]
  return [
    'Passed of those that apply; the others are listed with their reason.',
    '',
    ...lines,
    ...cards.flatMap(details),
    '',
  ].join('\n')
}

function details(card: Scorecard): readonly string[] {
  const failed = card.cases.filter(({ status }) => status === 'failed')
  const skipped = card.cases.filter(({ status }) => status === 'skipped')
  const byReason = Map.groupBy(skipped, ({ reason = '', by }) => `${reason}\0${by ?? ''}`)
  const recorded = card.fixtures.filter(({ status }) => status === 'passed').length
  return [
    '',
    `**${card.name}**, asked as \`${card.model}\`: ${card.counts.passed} passed, ${card.counts.failed} failed, ${card.counts.skipped} skipped${card.fixtures.length === 0 ? '' : `; recorded exchanges: ${recorded} of ${card.fixtures.length} checks passed`}.`,
    '',
    ...failed.map(({ id }) => `- failed: ${id}`),
    ...[...byReason].map(([key, cases]) => {
      const [reason = '', by] = key.split('\0')
      const ids = cases.map(({ id, wouldPass }) => (wouldPass ? `${id} (would pass)` : id))
      return `- ${ids.join(', ')}: ${reason}${by === 'provider' ? ' (left out by the provider)' : ''}`
    }),
  ]
}

function share(card: Scorecard, cases: readonly ConformanceCase[]): string {
  const ids = new Set(cases.map(({ id }) => id))
  const counts = countOf(card.cases.filter(({ id }) => ids.has(id)))
  return ran(counts) === 0 ? '–' : `${counts.passed}/${ran(counts)}`
}

function ran({ passed, failed }: Scorecard['counts']): number {
  return passed + failed
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

const start = '<!-- scorecard:start -->'
const end = '<!-- scorecard:end -->'

/** The README with the scorecard between its two markers; at its end when it has none. */
export function withScorecard(readme: string, cards: readonly Scorecard[]): string {
  const block = `${start}\n\n${scorecardMarkdown(cards)}\n${end}`
  const from = readme.indexOf(start)
  const to = readme.indexOf(end)
  if (from === -1 || to < from) return `${readme.trimEnd()}\n\n## Conformance\n\n${block}\n`
  return `${readme.slice(0, from)}${block}${readme.slice(to + end.length)}`
}

/** Each check of a recording, as one line for people. */
export function fixtureTitle(name: string, check: FixtureCheck): string {
  return `recorded: ${name}. ${fixtureChecks[check]}`
}
