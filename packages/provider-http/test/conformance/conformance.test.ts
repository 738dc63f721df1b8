import { readFile } from 'node:fs/promises'
import { withScorecard, type Scorecard } from '@autobot/testkit'
import { describeProvider } from '@autobot/testkit/vitest'
import { expect, test } from 'vitest'
import { fixtures } from './recorded.ts'
import { plugin, targets } from './targets.ts'

const described = targets.map((target) =>
  describeProvider(plugin, { ...target, fixtures: fixtures[target.name] ?? [] }),
)

test('the README shows this scorecard (`pnpm scorecards` writes it)', async ({ skip }) => {
  const cards = described
    .map((one) => one.scorecard())
    .filter((card): card is Scorecard => card !== undefined)
  if (cards.length < targets.length) skip('Some of the cases were filtered out.')
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  // Recordings are not part of this repository: the README is about the cases.
  const bare = cards.map((card) => ({ ...card, fixtures: [] }))
  expect(withScorecard(readme, bare)).toBe(readme)
})
