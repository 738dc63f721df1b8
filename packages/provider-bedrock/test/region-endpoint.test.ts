import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { setPartitionInfo, useDefaultPartitionInfo } from '@aws-sdk/core/client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { regionEndpoint } from '../src/region-endpoint.ts'

const regions = [
  'us-east-1',
  'us-west-2',
  'eu-central-1',
  'ap-southeast-7',
  'mx-central-1',
  'us-gov-west-1',
  'cn-north-1',
  'us-iso-east-1',
  'us-isob-east-1',
  'eu-isoe-west-1',
  'us-isof-south-1',
  'eusc-de-east-1',
  // Of no table yet.
  'eu-north-9',
  'moon-base-1',
]

beforeEach(() => {
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere/config')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere/credentials')
})
afterEach(() => {
  vi.unstubAllEnvs()
})

describe.each([
  ['false', 'false'],
  ['true', 'false'],
  ['false', 'true'],
  ['true', 'true'],
])('with FIPS %s and dual-stack %s', (fips, dual) => {
  test.each(regions)("%s has the address that AWS's own client goes to", async (region) => {
    vi.stubEnv('AWS_USE_FIPS_ENDPOINT', fips)
    vi.stubEnv('AWS_USE_DUALSTACK_ENDPOINT', dual)
    const { config } = new BedrockRuntimeClient({ region })
    let theirs = 'refused'
    try {
      const { url } = config.endpointProvider({
        Region: region,
        UseFIPS: fips === 'true',
        UseDualStack: dual === 'true',
      })
      theirs = url.href.replace(/\/$/, '')
    } catch {
      // Where a partition has none.
    }
    const ours = await regionEndpoint(region, undefined).catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'config', path: 'providers.bedrock.region' })
      return 'refused'
    })
    expect(ours).toBe(theirs)
  })
})

test.each([
  ['AWS_USE_FIPS_ENDPOINT', 'moon-base-1 has no FIPS endpoint.'],
  ['AWS_USE_DUALSTACK_ENDPOINT', 'moon-base-1 has no dual-stack endpoint.'],
])('%s where there is none is told with the way out', async (variable, message) => {
  const outputs = {
    name: 'moon',
    dnsSuffix: 'moon.example',
    dualStackDnsSuffix: 'dual.moon.example',
    supportsFIPS: false,
    supportsDualStack: false,
    implicitGlobalRegion: 'moon-base-1',
  }
  const moon = { id: 'moon', regionRegex: '^moon-', regions: {}, outputs }
  setPartitionInfo({ partitions: [moon] })
  try {
    expect(await regionEndpoint('moon-base-1', undefined)).toBe(
      'https://bedrock-runtime.moon-base-1.moon.example',
    )
    vi.stubEnv(variable, 'true')
    await expect(regionEndpoint('moon-base-1', undefined)).rejects.toMatchObject({
      code: 'config',
      message,
      hint: expect.stringContaining(variable),
    })
  } finally {
    useDefaultPartitionInfo()
  }
})
