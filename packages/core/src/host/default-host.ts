import type { ProviderHost } from '../contract/provider.ts'
import type { BuiltIn } from './decoded.ts'
import { nodeFetch } from './node-fetch.ts'

type Fetch = typeof globalThis.fetch

interface Platform {
  readonly process?: {
    readonly env?: Readonly<Record<string, string | undefined>>
    readonly release?: { readonly name?: string }
    readonly versions?: Readonly<Record<string, string | undefined>>
    readonly getBuiltinModule?: BuiltIn
  }
}

/**
 * The one door to the world: environment, network, clock and chance of the platform, each
 * replaceable. Nothing else in a package reads them. Nothing is logged unless `log` is given.
 */
export function defaultHost(overrides: Partial<ProviderHost> = {}): ProviderHost {
  return Object.freeze({
    fetch: platformFetch,
    secret: (name) => (globalThis as Platform).process?.env?.[name] || undefined,
    log: () => undefined,
    now: () => Date.now(),
    random: () => Math.random(),
    ...overrides,
  } satisfies ProviderHost)
}

const first = globalThis.fetch
const viaFetch: Fetch = (input, init) => globalThis.fetch(input, init)
let viaNode: Fetch | undefined

/** The platform's fetch; on Node by its cheaper client, unless the application has changed fetch. */
const platformFetch: Fetch = (input, init) => {
  if (globalThis.fetch !== first || hasOwnDispatcher()) return viaFetch(input, init)
  viaNode ??= openNode()
  return viaNode(input, init)
}

function openNode(): Fetch {
  const { process } = globalThis as Platform
  const builtIn = process?.getBuiltinModule
  // Bun and Deno, whose fetch is their cheapest client, say that they are Node too.
  const isNode = process?.release?.name === 'node' && process.versions?.['bun'] === undefined
  if (!isNode || 'Deno' in globalThis || builtIn === undefined) return viaFetch
  return nodeFetch(viaFetch, (name) => builtIn(name))
}

/** Set by `setGlobalDispatcher` of undici: for a proxy, or to count or to fake requests. */
function hasOwnDispatcher(): boolean {
  const chosen = (globalThis as Record<symbol, object | undefined>)[
    Symbol.for('undici.globalDispatcher.1')
  ]
  return chosen !== undefined && chosen.constructor.name !== 'Agent'
}
