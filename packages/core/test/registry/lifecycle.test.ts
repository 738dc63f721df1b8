import { describe, expect, it } from 'vitest'
import {
  configSchema,
  createRegistry,
  defaultHost,
  definePlugin,
  defineProvider,
  defineTool,
  parseModelRef,
  type Plugin,
  type Provider,
} from '../../src/index.ts'
import { nearest } from '../../src/registry/nearest.ts'

const host = defaultHost()
const idle = (more: Partial<Provider> = {}): Provider => ({
  capabilities: () => ({}),
  async *stream() {
    yield { type: 'finish', reason: 'stop' }
  },
  ...more,
})
const properties = { apiKey: { type: 'string' }, region: { type: 'string' } }
const plugin = (
  prefix: string,
  create: (config: unknown) => Promise<Provider> | Provider,
  config?: object,
): Plugin => {
  const definition = defineProvider({
    prefix,
    displayName: prefix,
    environment: [],
    configSchema: configSchema({ type: 'object', properties }),
    ...(config !== undefined && { config }),
    create,
  })
  return definePlugin({ name: `plugin-${prefix}`, register: (r) => r.provider(definition) })
}

describe('configuration', () => {
  it('the block of the application wins field by field, empty fields do not count', async () => {
    let seen: unknown
    const create = (config: unknown): Provider => {
      seen = config
      return idle()
    }
    const registry = createRegistry({
      plugins: [plugin('acme', create, { apiKey: 'code', region: 'code' })],
      providers: { acme: { apiKey: 'file', region: null } },
      host,
    })
    await registry.resolve('acme/m')
    expect(seen).toEqual({ apiKey: 'file', region: 'code' })
  })

  it('tells all that is wrong at once, and no value', async () => {
    const registry = createRegistry({
      plugins: [plugin('acme', () => idle())],
      providers: { acme: { apiKey: 123456789, region: 7 } },
      host,
    })
    const failure = await registry.resolve('acme/m').catch((error: Error) => error.message)
    expect(failure).toMatch(/providers\.acme\.api_key .*; providers\.acme\.region /)
    expect(failure).not.toContain('123456789')
  })
})

describe('creating', () => {
  it('tries again after a failure, which names the provider', async () => {
    let tries = 0
    const create = (): Provider => {
      if ((tries += 1) === 1) throw new Error('SDK is not installed')
      return idle()
    }
    const registry = createRegistry({ plugins: [plugin('acme', create)], host })
    await expect(registry.resolve('acme/m')).rejects.toMatchObject({
      code: 'config',
      message: 'The provider "acme" could not be created: SDK is not installed',
    })
    expect((await registry.resolve('acme/m')).prefix).toBe('acme')
  })
})

describe('registering', () => {
  it('a plugin that throws is named', () => {
    const bad = definePlugin({
      name: 'bad',
      register: () => {
        throw new Error('oops')
      },
    })
    expect(() => createRegistry({ plugins: [bad], host })).toThrow(/bad could not register: oops/)
  })

  it('a plugin whose register is async is refused, not left half registered', () => {
    const register: unknown = () => Promise.resolve()
    const slow = definePlugin({ name: 'slow', register: register as () => void })
    expect(() => createRegistry({ plugins: [slow], host })).toThrow(/slow .*must not be async/)
  })

  it('names both owners of a tool, and a plugin that is there twice', () => {
    const make = (name: string): Plugin =>
      definePlugin({
        name,
        register: (r) => r.tool(defineTool({ name: 'search', execute: () => '' })),
      })
    const create = (...plugins: Plugin[]) => createRegistry({ plugins, host })
    expect(() => create(make('a'), make('b'))).toThrow(/a and b both bring the tool "search"/)
    expect(() => create(make('a'), make('a'))).toThrow(/a is there twice/)
  })

  it('prefixes with the names of object fields are unknown like any other', async () => {
    const registry = createRegistry({ plugins: [], providers: {}, host })
    for (const prefix of ['constructor', '__proto__', 'toString']) {
      await expect(registry.resolve(`${prefix}/m`)).rejects.toThrow(/No provider has the prefix/)
    }
  })
})

describe('ending', () => {
  it('ends everything in reverse order, once, also when one fails', async () => {
    const ended: string[] = []
    const warnings: string[] = []
    const ends = (name: string) => async (): Promise<void> => {
      ended.push(name)
      if (name === 'two') throw new Error('stuck')
    }
    const source = definePlugin({
      name: 'source',
      register: (r) => r.toolSource({ name: 's', tools: async () => [], stop: ends('source') }),
      stop: ends('plugin'),
    })
    const registry = createRegistry({
      plugins: [
        plugin('one', () => idle({ dispose: ends('one') })),
        plugin('two', () => idle({ dispose: ends('two') })),
        plugin('unused', () => idle({ dispose: ends('unused') })),
        source,
      ],
      host: defaultHost({ log: (_, message) => void warnings.push(message) }),
    })
    await registry.start()
    await registry.resolve('one/m')
    await registry.resolve('two/m')
    await Promise.all([registry.dispose(), registry.dispose()])
    expect(ended).toEqual(['source', 'two', 'one', 'plugin'])
    expect(warnings).toEqual([expect.stringContaining('stuck')])
    await expect(registry.resolve('one/m')).rejects.toMatchObject({ code: 'config' })
  })

  it('starts each plugin once', async () => {
    let starts = 0
    const once = definePlugin({
      name: 'a',
      register: () => undefined,
      start: () => void (starts += 1),
    })
    const registry = createRegistry({ plugins: [once], host })
    await Promise.all([registry.start(), registry.start()])
    expect(starts).toBe(1)
  })
})

it('a model without a name after the slash is told apart from one without a prefix', () => {
  expect(() => parseModelRef('acme/', ['acme'])).toThrow(/names no model after the slash/)
  expect(() => parseModelRef('acme', ['acme'])).toThrow(/has no prefix/)
})

it.each([
  ['acmecluod', 'acmecloud'],
  ['AcmeCloud', 'acmecloud'],
  ['byte', 'bytes'],
  ['zz', undefined],
  ['something-else', undefined],
])('%s is near to %s', (word, found) => {
  expect(nearest(word, ['aa', 'bytes', 'acmecloud'])).toBe(found)
})
