import { describe, expect, test } from 'vitest'
import { openConformance } from '../../src/conformance/conformance.ts'
import { conformanceCases, runConformance, type ConformanceOptions } from '../../src/index.ts'
import { mutations, type Mutation } from './mutations.ts'
import { referencePlugin } from './reference-provider.ts'
import { referenceWire } from './reference-wire.ts'

const options: ConformanceOptions = { model: 'reference/large', wire: referenceWire }

/** Where to look first: a mutant is caught by the first case that fails, whichever it is. */
const first: Readonly<Record<(typeof mutations)[Mutation], RegExp>> = {
  stream: /^TXT/,
  usage: /^(USE|TXT-(01|09|10))/,
  calls: /^(CAL|TXT-02)/,
  reasoning: /^REA/,
  request: /^(CON-0[568]|PAR|SYS|CAC|HIS-1|MED|RES|CHO|REA-04|DEF-0[13])/,
  errors: /^(ERR|TXT-0[78])/,
  abort: /^ABR/,
  plugin: /^CON/,
}
/** Large bodies last. */
const heavy = /^(MED-08|RES-14|CAL-26|DEF-13|TXT-03|ABR-08)$/

function rank(id: string, mutation: Mutation): number {
  return (first[mutations[mutation]].test(id) ? 0 : 2) + (heavy.test(id) ? 1 : 0)
}

/** The first case that notices it. */
async function catcher(mutation: Mutation): Promise<string | undefined> {
  const suite = await openConformance(referencePlugin(mutation), { ...options, patienceMs: 1500 })
  const cases = conformanceCases.toSorted((a, b) => rank(a.id, mutation) - rank(b.id, mutation))
  for (const one of cases) {
    if ((await suite.runCase(one)).status === 'failed') return one.id
  }
  return undefined
}

describe('the suite is tested', () => {
  test('a correct provider passes all of it', { timeout: 120_000 }, async () => {
    const { cases: results } = await runConformance(referencePlugin(), options)
    expect(results.flatMap(({ report }) => report ?? [])).toEqual([])
    const skipped = results.filter(({ status }) => status === 'skipped')
    expect(skipped.every(({ by, reason }) => by === 'kit' && reason !== '')).toBe(true)
    // What only other wires, other models or Bedrock can show.
    const elsewhere = skipped.filter(({ id }) => !id.startsWith('BED-')).map(({ id }) => id)
    expect(elsewhere).toEqual([
      ...['CON-07', 'TXT-17', 'TXT-18', 'CHO-09', 'CAL-23', 'RES-08', 'HAN-05', 'HAN-07'],
    ])
  })

  test('at least 95 of 100 mutants are caught', { timeout: 300_000 }, async () => {
    const names = Object.keys(mutations) as Mutation[]
    const caught = new Map<Mutation, string | undefined>()
    const left = names.values()
    // Some of them wait for what never happens.
    const worker = async (): Promise<void> => {
      for (const name of left) caught.set(name, await catcher(name))
    }
    const before = process.cpuUsage()
    await Promise.all(Array.from({ length: 4 }, worker))
    const { user, system } = process.cpuUsage(before)
    const missed = names.filter((name) => caught.get(name) === undefined)
    const share = (names.length - missed.length) / names.length
    const table = names.map((name) => `  ${(caught.get(name) ?? 'MISSED').padEnd(8)}${name}`)
    process.stdout.write(
      `${table.join('\n')}\nmutants caught: ${names.length - missed.length} of ${names.length} (${(share * 100).toFixed(1)} %), ${Math.round((user + system) / 1e6)} s of CPU\n`,
    )
    expect(names.length).toBeGreaterThanOrEqual(60)
    expect(share, missed.join(', ')).toBeGreaterThanOrEqual(0.95)
  })
})
