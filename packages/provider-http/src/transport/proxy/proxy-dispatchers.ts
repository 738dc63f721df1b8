import type { ProviderHost } from '@autobot/core/provider'
import { proxyFor, type ReadVariable } from './proxy-for.ts'
import type { Connected, Destination } from './tunnel.ts'

type Fetch = ProviderHost['fetch']
type Connect = (to: Destination, done: Connected) => void
type Dispatcher = object
type DispatcherClass = new (options: { readonly connect: Connect }) => Dispatcher

/**
 * A fetch that goes through the proxy that the host's variables name (HTTPS_PROXY, HTTP_PROXY,
 * ALL_PROXY, NO_PROXY), connections reused. Node's own fetch knows those only from versions on
 * that are newer than the oldest one here, and only when it was started with NODE_USE_ENV_PROXY;
 * where that is so, or the application has chosen another dispatcher, its choice stays.
 */
export function proxyFetch({ fetch, secret }: Pick<ProviderHost, 'fetch' | 'secret'>): Fetch {
  const dispatchers = new Map<string, Dispatcher>()
  const read: ReadVariable = (name) => secret(name)
  return (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    const proxy = URL.canParse(url) ? proxyFor(new URL(url), read) : undefined
    if (proxy === undefined || (init !== undefined && 'dispatcher' in init)) {
      return fetch(input, init)
    }
    let dispatcher = dispatchers.get(proxy)
    if (dispatcher === undefined) {
      const Agent = platformAgent()
      if (Agent === undefined) return fetch(input, init)
      dispatcher = new Agent({ connect: (to, done) => void connect(proxy, to, done) })
      dispatchers.set(proxy, dispatcher)
    }
    return fetch(input, { ...init, dispatcher } as RequestInit)
  }
}

/** Who has no proxy does not load what makes tunnels. */
async function connect(proxy: string, to: Destination, done: Connected): Promise<void> {
  const { tunnel } = await import('./tunnel.ts')
  tunnel(proxy, to, done)
}

/** The class of the client behind Node's fetch; other platforms know proxies themselves. */
function platformAgent(): DispatcherClass | undefined {
  // Node loads its client with the first use of one of its classes.
  void new Headers()
  const current = (globalThis as Record<symbol, { readonly constructor: DispatcherClass }>)[
    Symbol.for('undici.globalDispatcher.1')
  ]
  return current?.constructor.name === 'Agent' ? current.constructor : undefined
}
