import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Scorecard } from '../../src/index.ts'

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly title: string
      readonly status: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

/** The suite file as a user runs it. */
async function described(
  folder: string,
): Promise<{ readonly out: string; readonly report: Report }> {
  const vitest = dirname(createRequire(import.meta.url).resolve('vitest/package.json'))
  const file = join(folder, 'report.json')
  const args = [
    join(vitest, 'vitest.mjs'),
    ...['run', '--root', join(import.meta.dirname, '../..'), '--dir', import.meta.dirname],
    ...['--config', join(import.meta.dirname, 'described/vitest.config.ts')],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
  ]
  const out = await new Promise<string>((resolve) => {
    const env = { ...process.env, AUTOBOT_SCORECARD: folder, NO_COLOR: '1' }
    execFile(process.execPath, args, { env }, (_error, stdout, stderr) => resolve(stdout + stderr))
  })
  return { out, report: JSON.parse(await readFile(file, 'utf8')) as Report }
}

test(
  'a case passes, is skipped with its reason, or says what it owes',
  { timeout: 120_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'autobot-testkit-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const { out, report } = await described(folder)
    const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults)
    const of = (id: string) => tests.find(({ title }) => title.startsWith(id))

    expect(of('TXT-01')?.status).toBe('passed')
    expect(of('TXT-15')?.status).toBe('skipped')
    expect(of('TXT-12')?.status).toBe('failed')
    const message = of('TXT-12')?.failureMessages.join('\n') ?? ''
    expect(message).toContain('owed: The limit of tokens ends with length.')
    expect(message).toMatch(/sent: POST \/chat \{.*"hi"/)
    expect(message).toMatch(/came: .*response_end stop/)
    expect(message).toContain('see: docs/provider-contract.md#txt-12')
    expect(of('every skip')?.failureMessages.join()).toContain('TXT-99, which is no case')

    // What vitest itself does not print.
    expect(out).toContain('skipped TXT-15: Reason of the provider.')
    expect(out).toContain('TXT-15 is skipped and would pass: take it out of skip.')
    expect(out).toMatch(/skipped BED-01, .*: This is about Bedrock’s own wire\./)

    const path = join(folder, 'Reference-with-a-fault')
    const card = JSON.parse(await readFile(`${path}.json`, 'utf8')) as Scorecard
    expect(card).toMatchObject({ name: 'Reference with a fault', problems: [expect.any(String)] })
    expect(card.counts.passed + card.counts.failed + card.counts.skipped).toBe(card.cases.length)
    expect(card.counts.failed).toBeGreaterThan(0)
    const page = await readFile(`${path}.md`, 'utf8')
    expect(page).toContain('- failed: TXT-12')
    expect(page).toContain('- TXT-15 (would pass): Reason of the provider.')
  },
)
