import { defaultHost } from '@autobot/core'
import type { ProviderHost } from '@autobot/core/provider'
import { isSecretName } from './config/secrets.ts'
import type { CommandContext } from './command-context.ts'

const proxyVariables = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY']

/** This process as the outside world of providers. */
export function processHost(context: CommandContext): ProviderHost {
  const host = defaultHost({
    secret(name) {
      const value = context.environment[name]
      if (value === undefined || value === '') return undefined
      if (isSecretName(name)) context.redactor.add(value)
      return value
    },
    log: context.log,
  })
  const hasProxy = proxyVariables.some(
    (name) => host.secret(name) ?? host.secret(name.toLowerCase()),
  )
  return hasProxy ? throughProxy(host) : host
}

/** For all who ask this host: providers, MCP servers, tools. Loaded with the first request. */
function throughProxy(host: ProviderHost): ProviderHost {
  let proxied: Promise<ProviderHost['fetch']> | undefined
  return Object.freeze({
    ...host,
    fetch: async (input, init) => {
      proxied ??= import('./compose.ts').then(({ loadProxyFetch }) => loadProxyFetch(host))
      return (await proxied)(input, init)
    },
  } satisfies ProviderHost)
}
