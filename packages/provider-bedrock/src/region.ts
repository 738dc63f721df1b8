import { ConfigError } from '@autobot/core/provider'
import type { ProviderHost } from '@autobot/core/provider'
import { loadSettings } from './aws-sdk.ts'
import { present } from './config.ts'
import type { BedrockConfig } from './config.ts'

export interface Region {
  readonly region: string
  /** `providers.bedrock.region`, `AWS_REGION`, … */
  readonly regionSource: string
}

/** What is configured beats the environment, that the profile; else `us-east-1`. */
export async function chooseRegion(
  config: BedrockConfig,
  host: ProviderHost,
  profile: string | undefined,
): Promise<Region> {
  const found = await find(config, host, profile)
  // It becomes part of a host name: what is none would send signed requests somewhere else.
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(found.region)) throw noRegion(found)
  return found
}

async function find(
  config: BedrockConfig,
  host: ProviderHost,
  profile: string | undefined,
): Promise<Region> {
  const configured = present(config.region)
  if (configured !== undefined) {
    return { region: configured, regionSource: 'providers.bedrock.region' }
  }
  // The SDK does not read the second one, which the AWS command line does.
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION']) {
    const region = present(host.secret(name))
    if (region !== undefined) return { region, regionSource: name }
  }
  const sdk = await loadSettings()
  const files = {
    ...sdk.NODE_REGION_CONFIG_FILE_OPTIONS,
    ...(profile !== undefined && { profile }),
  }
  try {
    const { region } = sdk.resolveRegionConfig({
      region: sdk.loadConfig(sdk.NODE_REGION_CONFIG_OPTIONS, files),
      useFipsEndpoint: false,
    })
    return { region: await region(), regionSource: `profile ${profile ?? 'default'}` }
  } catch {
    return { region: 'us-east-1', regionSource: 'default' }
  }
}

function noRegion({ region, regionSource }: Region): ConfigError {
  return new ConfigError(`${regionSource} is not a region: ${region}`, {
    path: 'providers.bedrock.region',
    hint: 'Write it like us-east-1 or eu-central-1.',
  })
}
