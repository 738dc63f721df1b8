import { proxyFor } from './proxy-for.ts'
import { tunnel, type Connected, type Destination } from './tunnel.ts'

type Connect = (to: Destination, done: Connected) => void
type Dispatcher = object
type DispatcherClass = new (options: { readonly connect: Connect }) => Dispatcher

/** The dispatcher for a URL, by its proxy; undefined where fetch goes its own way. */
export type DispatcherFor = (url: URL, named: string, exempt: string) => Dispatcher | undefined

/** Dispatchers whose connections go through a proxy, one for each. */
export function proxyDispatchers(): DispatcherFor {
  const dispatchers = new Map<string, Dispatcher>()
  return (url, named, exempt) => {
    const proxy = proxyFor(url, named, exempt)
    if (proxy === undefined) return undefined
    let dispatcher = dispatchers.get(proxy)
    if (dispatcher === undefined) {
      const Agent = platformAgent()
      if (Agent === undefined) return undefined
      dispatcher = new Agent({ connect: (to, done) => tunnel(proxy, to, done) })
      dispatchers.set(proxy, dispatcher)
    }
    return dispatcher
  }
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
