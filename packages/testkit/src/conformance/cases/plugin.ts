import { ConfigError, createRegistry } from '@autobot/core'
import type { PreparedRequest } from '@autobot/core/provider'
import { fakeHost } from '../../fake-host.ts'
import { wireKey } from '../../wire/wire.ts'
import type { Bench } from '../bench.ts'
import { define } from '../conformance-case.ts'
import { object } from '../material.ts'

const request: Omit<PreparedRequest, 'model'> = {
  messages: [
    { role: 'system', content: [{ type: 'text', text: 'brief-5' }] },
    { role: 'user', content: [{ type: 'text', text: 'hi-5' }] },
  ],
  maxOutputTokens: 777,
}

/** Where one variable holds the key, the host's is used. */
async function keyOfHost(bench: Bench, environment: readonly string[]): Promise<void> {
  const names = environment.filter((name) => /KEY|TOKEN/.test(name))
  if (names.length !== 1 || bench.wire.config !== undefined) return
  const secret = (name: string): string | undefined => (name === names[0] ? wireKey : undefined)
  const stage = await bench.open({ host: { secret } }, { apiKey: undefined })
  bench.equal((await stage.run('hi')).text, 'ok', 'an answer with the key of the host')
}

/** What a plugin promises beside its answers; ids of our own. */
export const pluginCases = [
  define(
    'CON-01',
    'P1 P3',
    'Registering declares, and nothing is sent before the first call.',
    async (bench) => {
      const stage = await bench.open()
      const { registry } = stage.agent
      const definition = registry.definition(bench.prefix)
      bench.check(/^[a-z0-9][a-z0-9_-]*$/.test(bench.prefix), 'The prefix is not legal.')
      bench.check((definition?.displayName ?? '') !== '', 'There is no name for people.')
      const schema = definition?.configSchema['~standard'].jsonSchema
      bench.check(schema !== undefined, 'The configuration has no JSON Schema.')
      await stage.provider()
      bench.equal(stage.server.requests.length, 0, 'requests')
    },
  ),
  define(
    'CON-02',
    'P3 P4',
    'Missing configuration is a ConfigError that says what to set, and the environment is the host’s.',
    async (bench) => {
      const stage = await bench.open()
      const plugins = stage.agent.registry.plugins.slice(0, 1)
      const registry = createRegistry({ plugins, host: fakeHost() })
      const environment = registry.definition(bench.prefix)?.environment ?? []
      await keyOfHost(bench, environment)
      try {
        await registry.resolve(bench.model)
      } catch (error) {
        if (!ConfigError.is(error)) return bench.fail(`${String(error)} is no ConfigError.`)
        const told = `${error.message} ${error.hint ?? ''} ${error.path ?? ''}`
        const field = new RegExp(`providers\\.${bench.prefix}\\.\\w+`)
        bench.check(
          field.test(told) || environment.some((name) => told.includes(name)),
          `It names no variable and no field: ${told}`,
        )
        return
      }
      bench.skip('This provider can be created without any configuration.')
    },
  ),
  define(
    'CON-03',
    'P6',
    'Capabilities are facts: the same for the same model, and plain data.',
    async (bench) => {
      const stage = await bench.open()
      const [one, two] = [await stage.capabilities(), await stage.capabilities()]
      bench.equal(two, one, 'the capabilities')
      const plain = JSON.parse(JSON.stringify(one)) as object
      bench.equal(plain, { ...one }, 'the capabilities as data')
      bench.equal(stage.server.requests.length, 0, 'requests')
    },
  ),
  define(
    'CON-04',
    'P19 P20',
    'explain shows the request as it is sent, without the key, and sends nothing.',
    async (bench) => {
      const stage = await bench.open()
      const provider = await stage.provider()
      if (provider.explain === undefined) bench.skip('This provider does not explain.')
      const model = bench.model.slice(bench.prefix.length + 1)
      const context = { signal: new AbortController().signal }
      const wire = await provider.explain?.({ ...request, model }, context)
      bench.equal(stage.server.requests.length, 0, 'requests')
      bench.check(!JSON.stringify(wire).includes(stage.server.key), 'The key is shown.')
      await stage.deltas(request)
      bench.equal(wire?.body, stage.request().text, 'the body')
    },
  ),
  define('CON-05', 'P5 P7', 'What a newer core adds to a request is ignored.', async (bench) => {
    const stage = await bench.open()
    await stage.deltas(request)
    await stage.deltas({ ...request, ...({ xUnknown: { a: 'unknown-5' } } as object) })
    bench.equal(stage.request(2).text, stage.request(1).text, 'the request')
    for (const text of ['brief-5', 'hi-5', '777']) {
      bench.check(stage.request(1).text.includes(text), `"${text}" was not sent.`)
    }
  }),
  define('CON-06', 'P4', 'Two of the same provider share nothing.', async (bench) => {
    const [one, two] = [await bench.open(), await bench.open()]
    await one.run('to-one')
    await two.run('to-two')
    bench.check(one.request().text.includes('to-one'), 'The first asked elsewhere.')
    bench.check(two.request().text.includes('to-two'), 'The second asked elsewhere.')
    bench.check(!two.request().text.includes('to-one'), 'The second knows of the first.')
    bench.equal([one.server.requests.length, two.server.requests.length], [1, 1], 'requests')
  }),
  define(
    'CON-07',
    'P21',
    'check throws nothing, and says what to do.',
    async (bench) => {
      const stage = await bench.open()
      const provider = await stage.provider()
      if (provider.check === undefined) bench.skip('This provider has no check.')
      const context = { signal: new AbortController().signal }
      const items = (await provider.check?.(context))?.items ?? []
      bench.check(items.length > 0, 'It says nothing.')
      bench.check(!JSON.stringify(items).includes(stage.server.key), 'The key is shown.')
    },
    { asksElsewhere: 'yes' },
  ),
  define(
    'CON-08',
    'P7',
    'The same call of the provider gives the same bytes, tools and system text included.',
    async (bench) => {
      const stage = await bench.open()
      const tools = [
        { name: 'f', description: 'Says-f.', inputSchema: object({ a: { type: 'string' } }) },
      ]
      for (let call = 0; call < 3; call += 1) await stage.deltas({ ...request, tools })
      const [one, two, three] = stage.server.requests.map(({ text }) => text)
      bench.equal([two, three], [one, one], 'the requests')
    },
    { needs: ['tools'] },
  ),
  define('CON-09', 'P22', 'After dispose nothing is left open.', async (bench) => {
    const stage = await bench.open()
    await stage.run('hi')
    await stage.soon('dispose', stage.agent.dispose())
    await stage.soon('The close of the connection', stage.server.closed(1))
  }),
]
