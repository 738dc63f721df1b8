import { ConfigError } from '@autobot/core/provider'
import { loadPartitions, loadSettings } from './aws-sdk.ts'

/**
 * The region's own address, without a slash at its end. The environment or the profile may want
 * the one of FIPS, or the one that is reached by both kinds of IP: `AWS_USE_FIPS_ENDPOINT`,
 * `AWS_USE_DUALSTACK_ENDPOINT`.
 *
 * As in the endpoint rules of AWS for this service; the SDK's client, which has them, takes twice
 * as long to load as all that is needed of the SDK here.
 */
export async function regionEndpoint(region: string, profile: string | undefined): Promise<string> {
  const sdk = await loadSettings()
  const { partition } = await loadPartitions()
  const files = profile === undefined ? {} : { profile }
  const isFips = await sdk.loadConfig(sdk.NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS, files)()
  const isDual = await sdk.loadConfig(sdk.NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS, files)()
  const { dnsSuffix, dualStackDnsSuffix, supportsFIPS, supportsDualStack } = partition(region)
  if (isFips && !supportsFIPS) throw unsupported(region, 'FIPS')
  if (isDual && !supportsDualStack) throw unsupported(region, 'dual-stack')
  const name = isFips ? 'bedrock-runtime-fips' : 'bedrock-runtime'
  return `https://${name}.${region}.${isDual ? dualStackDnsSuffix : dnsSuffix}`
}

function unsupported(region: string, kind: 'FIPS' | 'dual-stack'): ConfigError {
  const variable = kind === 'FIPS' ? 'AWS_USE_FIPS_ENDPOINT' : 'AWS_USE_DUALSTACK_ENDPOINT'
  return new ConfigError(`${region} has no ${kind} endpoint.`, {
    path: 'providers.bedrock.region',
    hint: `Set ${variable} to false, or choose another region.`,
  })
}
