import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  all,
  ask,
  definition,
  loopback,
  open,
  sendError,
  sendFrames,
  testHost,
  textFrames,
  textOfDeltas,
} from './loopback.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-'))
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'))
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

test('without any credentials it says what to set', async () => {
  await expect(definition().create({ region: 'us-east-1' }, testHost())).rejects.toMatchObject({
    code: 'config',
    path: 'providers.bedrock.access_key_id',
    hint: expect.stringContaining('AWS_ACCESS_KEY_ID'),
  })
})

test('half a pair of keys names the missing field', async () => {
  await expect(definition().create({ accessKeyId: 'AK' }, testHost())).rejects.toMatchObject({
    path: 'providers.bedrock.secret_access_key',
  })
})

test('a variable that was not put in counts as absent', async () => {
  const config = {
    accessKeyId: '${AWS_ACCESS_KEY_ID}',
    secretAccessKey: '${AWS_SECRET_ACCESS_KEY}',
    region: '${AWS_REGION}',
  }
  const secrets = {
    AWS_ACCESS_KEY_ID: 'AK',
    AWS_SECRET_ACCESS_KEY: 'SK',
    AWS_DEFAULT_REGION: 'eu-west-3',
  }
  const provider = await definition().create(config, testHost(secrets))
  const explained = await provider.explain?.(ask('Hi'), { signal: new AbortController().signal })
  expect(explained?.url).toMatch(/^https:\/\/bedrock-runtime\.eu-west-3\.amazonaws\.com\/model\//)
  expect(explained?.credentials).toBe('AWS_ACCESS_KEY_ID')
})

test('the region of the configuration beats that of the environment; us-east-1 is the last', async () => {
  const signal = new AbortController().signal
  const own = await open({ region: 'cn-north-1' }, testHost({ AWS_REGION: 'eu-west-1' }))
  expect((await own.explain?.(ask('Hi'), { signal }))?.url).toContain(
    'bedrock-runtime.cn-north-1.amazonaws.com.cn/',
  )
  const none = await open({ region: '' })
  expect((await none.explain?.(ask('Hi'), { signal }))?.url).toContain('bedrock-runtime.us-east-1.')
})

test('a profile brings keys and region; expired keys are read again once', async () => {
  const write = (key: string): void =>
    writeFileSync(
      join(folder, 'credentials'),
      `[work]\naws_access_key_id=${key}\naws_secret_access_key=SK\n`,
    )
  write('AKOLD')
  writeFileSync(join(folder, 'config'), '[profile work]\nregion=eu-north-1\n')
  const server = await loopback((response, { headers }) => {
    if (headers.authorization?.includes('AKNEW')) sendFrames(response, textFrames('ok'))
    else {
      write('AKNEW')
      sendError(
        response,
        403,
        'ExpiredTokenException',
        'The security token included in the request is expired',
      )
    }
  })
  const host = testHost()
  const provider = await definition().create({ profile: 'work', endpoint: server.url }, host)
  try {
    expect(textOfDeltas(await all(provider, ask('Hi')))).toBe('ok')
    expect(server.seen).toHaveLength(2)
    expect(server.seen[1]?.headers.authorization).toContain('/eu-north-1/bedrock/')
  } finally {
    await server.close()
  }
})

test('a profile that does not exist is an auth error at the call', async () => {
  const provider = await definition().create({ profile: 'nobody', region: 'us-east-1' }, testHost())
  await expect(all(provider, ask('Hi'))).rejects.toMatchObject({
    code: 'auth',
    hint: expect.any(String),
  })
})

test('a field of the wrong type is named as in the file', async () => {
  await expect(definition().create({ timeoutSeconds: 'x' }, testHost())).rejects.toMatchObject({
    path: 'providers.bedrock.timeout_seconds',
  })
})

const environment = {
  AWS_ACCESS_KEY_ID: 'AKENV',
  AWS_SECRET_ACCESS_KEY: 'SK',
  AWS_BEARER_TOKEN_BEDROCK: 'ENV-TOKEN',
  AWS_REGION: 'eu-west-1',
  AWS_DEFAULT_REGION: 'eu-west-2',
}

test.each([
  ['keys', { accessKeyId: 'AKCONF', secretAccessKey: 'SK' }, 'providers.bedrock.access_key_id'],
  ['an API key', { apiKey: 'CONF-TOKEN' }, 'providers.bedrock.api_key'],
  ['a profile', { profile: 'work' }, 'profile work'],
  ['nothing', {}, 'AWS_BEARER_TOKEN_BEDROCK'],
])('BED-03: %s in the configuration beats the environment', async (_name, config, label) => {
  writeFileSync(
    join(folder, 'credentials'),
    '[work]\naws_access_key_id=AKFILE\naws_secret_access_key=SK\n',
  )
  const server = await loopback((response) => sendFrames(response, textFrames('ok')))
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  try {
    const host = testHost(environment)
    const provider = await definition().create({ ...config, endpoint: server.url }, host)
    const { signal } = new AbortController()
    expect((await provider.explain?.(ask('Hi'), { signal }))?.credentials).toBe(label)
    await all(provider, ask('Hi'))
    const sent = server.seen[0]?.headers.authorization ?? ''
    const wanted = { keys: 'AKCONF', 'an API key': 'Bearer CONF-TOKEN', 'a profile': 'AKFILE' }
    expect(sent).toContain(wanted[_name as keyof typeof wanted] ?? 'Bearer ENV-TOKEN')
  } finally {
    await server.close()
  }
})

test.each([
  ['the configuration', { region: 'eu-south-1' }, environment, 'eu-south-1'],
  ['AWS_REGION', {}, environment, 'eu-west-1'],
  ['AWS_DEFAULT_REGION', {}, { AWS_DEFAULT_REGION: 'eu-west-2' }, 'eu-west-2'],
  ['the profile of the configuration', { profile: 'work' }, {}, 'eu-north-1'],
  ['the profile of the environment', {}, { AWS_PROFILE: 'work' }, 'eu-north-1'],
  ['nobody', {}, {}, 'us-east-1'],
])('BED-04: the region comes from %s', async (_name, config, secrets, region) => {
  writeFileSync(join(folder, 'config'), '[profile work]\nregion=eu-north-1\n')
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) {
    vi.stubEnv(name, undefined)
  }
  const keys =
    'profile' in config || 'AWS_PROFILE' in secrets
      ? {}
      : { accessKeyId: 'AK', secretAccessKey: 'SK' }
  const provider = await definition().create({ ...keys, ...config }, testHost(secrets))
  const { signal } = new AbortController()
  const explained = await provider.explain?.(ask('Hi'), { signal })
  expect(explained?.url).toContain(`//bedrock-runtime.${region}.amazonaws.com/`)
})

test('BED-05: the endpoint of the configuration beats that of the environment', async () => {
  const secrets = { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'http://b', AWS_ENDPOINT_URL: 'http://c' }
  const urlOf = async (config: object, more: object = {}): Promise<string | undefined> => {
    const provider = await open(config, testHost({ ...secrets, ...more }))
    const { signal } = new AbortController()
    return (await provider.explain?.(ask('Hi'), { signal }))?.url
  }
  expect(await urlOf({ endpoint: 'http://a/' })).toMatch(/^http:\/\/a\/model/)
  expect(await urlOf({})).toMatch(/^http:\/\/b\/model/)
  expect(await urlOf({}, { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: undefined })).toMatch(
    /^http:\/\/c\/model/,
  )
  expect(await urlOf({}, { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' })).toContain('amazonaws')
})

test('what is pasted with a line break works all the same', async () => {
  const server = await loopback((response) => sendFrames(response, textFrames('ok')))
  const host = testHost({
    AWS_BEARER_TOKEN_BEDROCK: 'TOKEN-1\n',
    AWS_REGION: ' eu-west-1\n',
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `${server.url}\n`,
  })
  try {
    await all(await definition().create({}, host), ask('Hi'))
    expect(server.seen[0]?.headers.authorization).toBe('Bearer TOKEN-1')
    expect(host.lines[0]).toContain('region=eu-west-1 ')
  } finally {
    await server.close()
  }
})

test.each([
  [{}, { AWS_REGION: 'us east' }, 'AWS_REGION is not a region: us east'],
  [{ region: 'us/east' }, {}, 'providers.bedrock.region is not a region: us/east'],
  [{ endpoint: 'here' }, {}, 'providers.bedrock.endpoint is not a URL: here'],
  [{}, { AWS_ENDPOINT_URL: 'ftp://x' }, 'AWS_ENDPOINT_URL is not a URL: ftp://x'],
  [{ family: 'clod' }, {}, 'providers.bedrock.family is no family: clod'],
])('%j %j is refused where it stands', async (config, secrets, message) => {
  const keys = { accessKeyId: 'AK', secretAccessKey: 'SK' }
  await expect(
    definition().create({ ...keys, ...config }, testHost(secrets)),
  ).rejects.toMatchObject({ code: 'config', message })
})

test('addresses of another kind: FIPS and both IPs', async () => {
  vi.stubEnv('AWS_USE_FIPS_ENDPOINT', 'true')
  const { signal } = new AbortController()
  const fips = await open({})
  expect((await fips.explain?.(ask('Hi'), { signal }))?.url).toContain(
    '//bedrock-runtime-fips.us-east-1.amazonaws.com/',
  )
  vi.stubEnv('AWS_USE_FIPS_ENDPOINT', 'false')
  vi.stubEnv('AWS_USE_DUALSTACK_ENDPOINT', 'true')
  const dual = await open({})
  expect((await dual.explain?.(ask('Hi'), { signal }))?.url).toContain('us-east-1.api.aws/')
})

test('a machine that does not answer is not waited for', async () => {
  const silent = await loopback(() => undefined)
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', '')
  vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', silent.url)
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_BEARER_TOKEN_BEDROCK']) {
    vi.stubEnv(name, '')
  }
  try {
    await expect(definition().create({ region: 'us-east-1' }, testHost())).rejects.toMatchObject({
      code: 'config',
      path: 'providers.bedrock.access_key_id',
    })
  } finally {
    await silent.close()
  }
})
