import { readFile } from 'node:fs/promises'
import { withScorecard, type Scorecard } from '@autobot/testkit'
import { describeProvider } from '@autobot/testkit/vitest'
import { expect, test } from 'vitest'
import { plugin, targets } from './targets.ts'

const described = targets.map((target) => describeProvider(plugin, target))

test('the README shows this scorecard (`pnpm scorecards` writes it)', async ({ skip }) => {
  const cards = described
    .map((one) => one.scorecard())
    .filter((card): card is Scorecard => card !== undefined)
  if (cards.length < targets.length) skip('Some of the cases were filtered out.')
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  expect(withScorecard(readme, cards)).toBe(readme)
})
