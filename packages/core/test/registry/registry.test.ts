import { describe, expect, it } from 'vitest'
import {
  configSchema,
  createRegistry,
  defaultHost,
  definePlugin,
  defineProvider,
  parseModelRef,
  type Plugin,
} from '../../src/index.ts'

const host = defaultHost()
const provider = (
  prefix: string,
  more: { created?: () => void; dispose?: () => Promise<void> } = {},
) =>
  defineProvider<{ apiKey?: string }>({
    prefix,
    displayName: prefix,
    environment: [],
    configSchema: configSchema({ type: 'object', properties: { apiKey: { type: 'string' } } }),
    create: (config) => {
      more.created?.()
      return {
        capabilities: () => ({}),
        async *stream() {
          yield { type: 'text', text: config.apiKey ?? 'none' }
        },
        ...(more.dispose !== undefined && { dispose: more.dispose }),
      }
    },
  })
const plugin = (name: string, ...prefixes: string[]): Plugin =>
  definePlugin({
    name,
    register: (r) => prefixes.forEach((prefix) => r.provider(provider(prefix))),
  })

describe('the registry', () => {
  it('takes the first slash and leaves the others', () => {
    expect(parseModelRef('openrouter/anthropic/claude-x')).toEqual({
      prefix: 'openrouter',
      model: 'anthropic/claude-x',
    })
  })

  it.each(['plain', '/x', 'x/', ''])('refuses %j as a model', (ref) => {
    expect(() => parseModelRef(ref, ['acme'])).toThrow(/PREFIX\/MODEL.*acme/)
  })

  it('compares prefixes exactly', async () => {
    const registry = createRegistry({ plugins: [plugin('a', 'acme')], host })
    await expect(registry.resolve('Acme/x')).rejects.toMatchObject({ nearest: 'acme' })
  })

  it('names both owners of a prefix', () => {
    expect(() =>
      createRegistry({ plugins: [plugin('one', 'acme'), plugin('two', 'acme')], host }),
    ).toThrow(/one and two both bring the prefix "acme"/)
  })

  it('creates a provider once, on first use', async () => {
    let created = 0
    const one = definePlugin({
      name: 'a',
      register: (r) => r.provider(provider('acme', { created: () => (created += 1) })),
    })
    const registry = createRegistry({ plugins: [one], host })
    expect(created).toBe(0)
    await Promise.all([registry.resolve('acme/x'), registry.resolve('acme/y')])
    expect(created).toBe(1)
  })

  it('names the field of a wrong configuration', async () => {
    const registry = createRegistry({
      plugins: [plugin('a', 'acme')],
      providers: { acme: { apiKey: 7 } },
      host,
    })
    await expect(registry.resolve('acme/x')).rejects.toMatchObject({
      code: 'config',
      path: 'providers.acme.api_key',
    })
  })

  it('refuses a plugin of a newer contract with what to do', () => {
    const newer = { contract: 2, name: 'future', register: () => undefined } as unknown as Plugin
    expect(() => createRegistry({ plugins: [newer], host })).toThrow(
      /future is written for contract 2/,
    )
  })

  it('isolates a plugin that cannot start, and stops the others in reverse order', async () => {
    const order: string[] = []
    const make = (name: string, fails = false): Plugin =>
      definePlugin({
        name,
        register: () => undefined,
        start: () => {
          if (fails) throw new Error('no disk')
        },
        stop: () => void order.push(name),
      })
    const registry = createRegistry({ plugins: [make('a'), make('b', true), make('c')], host })
    expect(await registry.start()).toEqual([
      { code: 'plugin_failed', message: 'b could not start: no disk' },
    ])
    await registry.dispose()
    expect(order).toEqual(['c', 'a'])
  })
})
