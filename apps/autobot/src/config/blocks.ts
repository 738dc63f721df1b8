import type { Config } from './config.ts'

export type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export function providerBlocks(config: Config): Blocks {
  return camelCaseBlocks(config.providers ?? {})
}

/** Blocks as code takes them: the names of fields in camelCase, values untouched. */
export function camelCaseBlocks(blocks: Blocks): Blocks {
  return Object.fromEntries(
    Object.entries(blocks).map(([name, block]) => [
      name,
      Object.fromEntries(Object.entries(block).map(([key, value]) => [camelCase(key), value])),
    ]),
  )
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** A server of the user's own with nothing but an address speaks what most of them speak. */
export function withType(blocks: Blocks, known: readonly string[]): Blocks {
  return Object.fromEntries(
    Object.entries(blocks).map(([prefix, block]) => {
      const own = !known.includes(prefix) && 'apiBase' in block && !('type' in block)
      return [prefix, own ? { ...block, type: 'openai-chat' } : block]
    }),
  )
}

export function without(blocks: Blocks, prefixes: readonly string[]): Blocks {
  return Object.fromEntries(Object.entries(blocks).filter(([prefix]) => !prefixes.includes(prefix)))
}
