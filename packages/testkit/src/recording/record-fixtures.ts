import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defaultHost } from '@autobot/core'
import type { Plugin, ProviderHost } from '@autobot/core/provider'
import { fakeHost } from '../fake-host.ts'
import type { Fixture, ScenarioName } from './fixture.ts'
import { record } from './record.ts'
import { play, scenarios } from './scenarios.ts'

export interface RecordFixturesOptions {
  /** With prefix. */
  readonly model: string
  /** Where the files go: `text.json`, `tools.json`, … */
  readonly folder: string | URL
  /** Default all. */
  readonly scenarios?: readonly ScenarioName[]
  /** The provider's configuration block. Default none. */
  readonly config?: unknown
  /** Values that are in no fixture, beside the variables that the provider names. */
  readonly secrets?: readonly string[]
  /** Default: the platform's environment and network. */
  readonly host?: Partial<Pick<ProviderHost, 'fetch' | 'secret'>>
}

/** Asks the real service once for each scenario, and writes what came. Needs a key. */
export async function recordFixtures(
  plugin: Plugin,
  options: RecordFixturesOptions,
): Promise<readonly Fixture[]> {
  const names = options.scenarios ?? (Object.keys(scenarios) as ScenarioName[])
  const real = defaultHost(options.host)
  const folder = options.folder instanceof URL ? fileURLToPath(options.folder) : options.folder
  const fixtures: Fixture[] = []
  for (const name of names) {
    const secrets = [...(options.secrets ?? []), ...environment(plugin, real)]
    const tape = record({ fetch: real.fetch, secrets })
    // Ids that are made by chance are the same when it is replayed.
    const host = { ...fakeHost(), fetch: tape.fetch, secret: real.secret }
    const { model, config } = options
    const outcome = await play(name, { plugin, model, host, config })
    fixtures.push(await tape.save(join(folder, `${name}.json`), { scenario: name, model, outcome }))
  }
  return fixtures
}

function environment(plugin: Plugin, host: ProviderHost): readonly string[] {
  const names: string[] = []
  const nothing = (): void => undefined
  plugin.register({
    provider: (definition) => void names.push(...definition.environment),
    tool: nothing,
    toolSource: nothing,
    hook: nothing,
    sessionStore: nothing,
  })
  return names
    .filter((name) => /key|token|secret|password/i.test(name))
    .map((name) => host.secret(name))
    .filter((value) => value !== undefined)
}
