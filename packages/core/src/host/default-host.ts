import type { ProviderHost } from '../contract/provider.ts'

interface Platform {
  readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> }
}

/**
 * The one door to the world: environment, network, clock and chance of the platform, each
 * replaceable. Nothing else in a package reads them. Nothing is logged unless `log` is given.
 */
export function defaultHost(overrides: Partial<ProviderHost> = {}): ProviderHost {
  return Object.freeze({
    fetch: (input, init) => globalThis.fetch(input, init),
    secret: (name) => (globalThis as Platform).process?.env?.[name] || undefined,
    log: () => undefined,
    now: () => Date.now(),
    random: () => Math.random(),
    ...overrides,
  } satisfies ProviderHost)
}
