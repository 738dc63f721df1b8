// #region exchanges
import type { Plugin } from '@autobot/core'
import { record, recordFixtures, replay } from '@autobot/testkit'

/** Run once with a key in the environment: writes text.json, tools.json, … */
export async function recordAcme(acme: Plugin, folder: string): Promise<void> {
  await recordFixtures(acme, { model: 'acme/large', folder })
}

/** An exchange of your own; `ask` is whatever uses a host's `fetch`. */
export async function twice(
  ask: (fetch: typeof globalThis.fetch) => Promise<string>,
  file: string,
  fetch: typeof globalThis.fetch,
): Promise<readonly string[]> {
  const tape = record({ fetch, secrets: ['what-must-not-be-written'] })
  const first = await ask(tape.fetch)
  await tape.save(file) // refuses to overwrite; fails when a secret is left in it

  const again = await replay(file)
  const second = await ask(again.fetch)
  again.assertDone() // fails when an exchange was not asked for
  return [first, second]
}
// #endregion
