import { expect, test } from 'vitest'
import { createAgent, definePlugin, type Plugin } from '../../src/index.ts'
import {
  liftContract,
  type AnyPlugin,
  type ContractVersions,
  type Lift,
} from '../../src/registry/lift-contract.ts'
import { pluginOfContract1 } from './fixtures/plugin-of-contract-1.ts'

test('a plugin of this contract is taken as it is', async () => {
  expect(liftContract(pluginOfContract1)).toBe(pluginOfContract1)
  const agent = createAgent({ model: 'first/m', plugins: [pluginOfContract1] })
  expect((await agent.run('hi')).text).toBe('still here')
})

test('a plugin of a newer contract is refused, and told what to update', () => {
  const newer = { ...pluginOfContract1, contract: 2 } as unknown as Plugin
  expect(() => createAgent({ model: 'first/m', plugins: [newer] })).toThrow(
    expect.objectContaining({
      message:
        'autobot-provider-of-contract-1 is written for contract 2; this core knows contract 1.',
      hint: 'Update @autobot/core, or install an older version of the plugin.',
    }),
  )
})

/** A core of tomorrow, in which plugins declare with `declare` and have a kind. */
interface PluginOfContract3 extends AnyPlugin {
  readonly contract: 3
  readonly kind: string
  declare: Plugin['register']
}
const tomorrow: ContractVersions = {
  current: 3,
  lifts: new Map<number, Lift>([
    [1, (plugin) => ({ ...plugin, contract: 2, kind: 'provider' })],
    [2, (plugin) => ({ ...plugin, contract: 3, declare: (plugin as unknown as Plugin).register })],
  ]),
}

test('a later core lifts a plugin of this contract, one step after another', () => {
  const lifted = liftContract(pluginOfContract1, tomorrow) as unknown as PluginOfContract3
  expect(lifted).toMatchObject({ contract: 3, kind: 'provider', name: pluginOfContract1.name })
  const prefixes: string[] = []
  const nothing = (): void => undefined
  lifted.declare({
    provider: ({ prefix }) => void prefixes.push(prefix),
    tool: nothing,
    toolSource: nothing,
    hook: nothing,
    sessionStore: nothing,
  })
  expect(prefixes).toEqual(['first'])
  // What was published is not touched.
  expect(pluginOfContract1).toMatchObject({ contract: 1 })
})

test('a plugin that is too old, or none at all, is refused', () => {
  expect(() => liftContract({ contract: 0, name: 'old' }, tomorrow)).toThrow(
    'old is written for contract 0; this core knows contracts 1 to 3.',
  )
  for (const odd of [
    undefined,
    {},
    { name: 'odd' },
    { contract: '1', name: 'odd' },
    definePlugin,
  ]) {
    expect(() => liftContract(odd as unknown as AnyPlugin)).toThrow('is not a plugin')
  }
})
