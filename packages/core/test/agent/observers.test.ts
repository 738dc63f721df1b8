import { expect, it } from 'vitest'
import { createAgent, definePlugin, type SessionStore } from '../../src/index.ts'
import { say, scripted } from './scripted.ts'

it('a hook sees every event; one that throws costs nothing', async () => {
  const seen: string[] = []
  const { plugin } = scripted([say('hi')])
  const agent = createAgent({
    model: 'scripted/m',
    plugins: [plugin],
    hooks: [
      {
        name: 'broken',
        event: () => {
          throw new Error('no')
        },
      },
      { name: 'eye', event: ({ type }) => void seen.push(type) },
    ],
  })
  const types: string[] = []
  for await (const { type } of agent.stream('go')) types.push(type)
  expect(seen).toEqual(types)
})

it('a plugin brings a place for conversations under a name of its own', () => {
  const store = {} as SessionStore
  const { plugin } = scripted([])
  const cloud = definePlugin({ name: 'cloud', register: (r) => r.sessionStore('cloud', store) })
  const agent = createAgent({ model: 'scripted/m', plugins: [plugin, cloud] })
  expect(agent.registry.sessionStores.get('cloud')).toBe(store)
})
