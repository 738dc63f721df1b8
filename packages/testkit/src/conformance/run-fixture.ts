import { ProviderError, type Plugin } from '@autobot/core'
import { fakeHost } from '../fake-host.ts'
import { responseBytes, type Fixture, type RecordedOutcome } from '../recording/fixture.ts'
import { replayFixture, type ReplayOptions } from '../recording/replay.ts'
import { play, scenarios } from '../recording/scenarios.ts'
import { checks } from './bench.ts'
import type { CaseVerdict } from './run-case.ts'
import { text } from './stage.ts'

/** What is done with each recorded exchange. */
export const fixtureChecks = {
  replayed: 'The recorded requests are made again, byte for byte, and the answer is the same.',
  cut: 'The recorded bytes, cut anywhere, give the same answer.',
  short: 'The recorded answer without its end is an error, and never a crash.',
} as const

export type FixtureCheck = keyof typeof fixtureChecks

export interface RunFixtureOptions {
  readonly plugin: Plugin
  /** With prefix; of fixtures that name none. */
  readonly model: string
  readonly secrets: Readonly<Record<string, string>>
}

/** One check of one recording; never throws. */
export async function runFixture(
  fixture: Fixture,
  check: FixtureCheck,
  options: RunFixtureOptions,
): Promise<CaseVerdict> {
  const outcome = (replayOptions: ReplayOptions = {}) => replayed(fixture, options, replayOptions)
  try {
    switch (check) {
      case 'replayed': {
        const came = await outcome()
        if (fixture.outcome !== undefined) checks.equal(came, fixture.outcome, 'the answer')
        break
      }
      case 'cut': {
        const whole = await outcome()
        for (const bytes of cutsOf(fixture)) {
          checks.equal(await outcome({ bytes }), whole, `pieces of ${bytes} bytes`)
        }
        break
      }
      case 'short':
        await short(fixture, options)
        break
    }
    return { status: 'passed' }
  } catch (error) {
    const link = 'docs/provider-contract.md#recorded-exchanges'
    const owed = fixtureChecks[check]
    const report = `${fixture.name}: ${text(error)}\n  owed: ${owed}\n  see: ${link}`
    return { status: 'failed', report }
  }
}

async function replayed(
  fixture: Fixture,
  { plugin, model, secrets }: RunFixtureOptions,
  replayOptions: ReplayOptions,
): Promise<RecordedOutcome> {
  const tape = replayFixture(fixture, replayOptions)
  const secret = (name: string): string | undefined =>
    secrets[name] ?? (/KEY|TOKEN|SECRET/.test(name) ? key : undefined)
  const host = { ...fakeHost(), fetch: tape.fetch, secret }
  const asked = {
    plugin,
    model: fixture.model ?? model,
    host,
    // Of answers alone nobody knows what was asked next.
    ...(fixture.scenario === undefined && { maxSteps: fixture.exchanges.length }),
  }
  const outcome = await play(fixture.scenario ?? 'text', asked)
  tape.assertDone()
  return outcome
}

/** Sizes of pieces; of a long answer the smallest are left out, each of which takes a second. */
function cutsOf({ exchanges }: Fixture): readonly number[] {
  const longest = Math.max(...exchanges.map(({ response }) => responseBytes(response).length))
  return [1, 2, 3, 7, 61, 509].filter((size) => size > 3 || longest / size < 20_000)
}

/** Any key will do: it stands in no fixture. */
const key = 'replayed-key'

/** The last answer, cut at some twenty places: whatever comes is an error of the closed list. */
async function short(fixture: Fixture, options: RunFixtureOptions): Promise<void> {
  const last = fixture.exchanges.length - 1
  const exchange = fixture.exchanges[last]
  if (exchange === undefined || exchange.response.status >= 400) return
  if (!Object.hasOwn(scenarios, fixture.scenario ?? 'text')) return
  const { length } = responseBytes(exchange.response)
  const whole = await replayed(fixture, options, {})
  for (let part = 0; part < 20; part += 1) {
    const end = Math.floor((length * part) / 20)
    const edit = (bytes: Uint8Array, index: number): Uint8Array =>
      index === last ? bytes.subarray(0, end) : bytes
    try {
      const came = await replayed(fixture, options, { edit })
      const isError = came.error !== undefined
      // Behind the wire's own end nothing is missed.
      if (!isError) checks.equal(came.text, whole.text, `cut after ${end} of ${length} bytes`)
    } catch (error) {
      if (!ProviderError.is(error)) throw error
    }
  }
}
