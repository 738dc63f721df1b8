import { ConfigError } from '@autobot/core/provider'
import type { ProviderHost } from '@autobot/core/provider'
import { present } from './config.ts'
import type { BedrockConfig } from './config.ts'

const variables = ['AWS_ENDPOINT_URL_BEDROCK_RUNTIME', 'AWS_ENDPOINT_URL'] as const

/** What is configured beats the environment; undefined: the region's own. */
export function chooseEndpoint(config: BedrockConfig, host: ProviderHost): string | undefined {
  const ignored = host.secret('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS') === 'true'
  const places = [
    ['providers.bedrock.endpoint', present(config.endpoint)] as const,
    ...variables.map((name) => [name, ignored ? undefined : present(host.secret(name))] as const),
  ]
  for (const [place, endpoint] of places) {
    if (endpoint === undefined) continue
    if (URL.canParse(endpoint) && /^https?:/i.test(endpoint)) return endpoint.replace(/\/+$/, '')
    throw new ConfigError(`${place} is not a URL: ${endpoint}`, {
      path: 'providers.bedrock.endpoint',
      hint: 'Write it with https:// and without a path of a model.',
    })
  }
  return undefined
}
