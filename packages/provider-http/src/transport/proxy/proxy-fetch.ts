import type { ProviderHost } from '@autobot/core/provider'
import type { DispatcherFor } from './proxy-dispatchers.ts'
import { exemptions, namedProxy, type ReadVariable } from './proxy-variables.ts'

type Fetch = ProviderHost['fetch']

/**
 * A fetch that goes through the proxy that the host's variables name (HTTPS_PROXY, HTTP_PROXY,
 * ALL_PROXY, NO_PROXY), connections reused. Node's own fetch knows those only from versions on
 * that are newer than the oldest one here, and only when it was started with NODE_USE_ENV_PROXY;
 * where that is so, or the application has chosen another dispatcher, its choice stays.
 */
export function proxyFetch({ fetch, secret }: Pick<ProviderHost, 'fetch' | 'secret'>): Fetch {
  const read: ReadVariable = (name) => secret(name)
  let dispatcherFor: DispatcherFor | undefined

  /** Who has no proxy does not load what makes tunnels. */
  const viaProxy = async (
    url: URL,
    proxy: string,
    ...[input, init]: Parameters<Fetch>
  ): Promise<Response> => {
    const { proxyDispatchers } = await import('./proxy-dispatchers.ts')
    dispatcherFor ??= proxyDispatchers()
    const dispatcher = dispatcherFor(url, proxy, exemptions(read))
    return fetch(input, dispatcher === undefined ? init : ({ ...init, dispatcher } as RequestInit))
  }

  return (input, init) => {
    const text = input instanceof Request ? input.url : String(input)
    const url = URL.canParse(text) ? new URL(text) : undefined
    const proxy = url && namedProxy(url.protocol, read)
    return url === undefined || proxy === undefined || (init !== undefined && 'dispatcher' in init)
      ? fetch(input, init)
      : viaProxy(url, proxy, input, init)
  }
}
