import { ConfigError } from '@autobot/core/provider'
import type { ProviderHost } from '@autobot/core/provider'
import { present } from './config.ts'
import type { BedrockConfig } from './config.ts'

/** What is configured beats the environment; undefined: the region's own. */
export function chooseEndpoint(config: BedrockConfig, host: ProviderHost): string | undefined {
  const ignored = host.secret('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS') === 'true'
  const configured =
    present(config.endpoint) ??
    (ignored
      ? undefined
      : (host.secret('AWS_ENDPOINT_URL_BEDROCK_RUNTIME') ?? host.secret('AWS_ENDPOINT_URL')))
  if (configured === undefined) return undefined
  if (!URL.canParse(configured) || !/^https?:/i.test(configured)) {
    throw new ConfigError(`providers.bedrock.endpoint is not a URL: ${configured}`, {
      path: 'providers.bedrock.endpoint',
      hint: 'Write it with https:// and without a path of a model.',
    })
  }
  return configured.replace(/\/+$/, '')
}
