import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAgent, defineTool } from '@autobot/core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { bedrock } from '../../src/index.ts'
import {
  assumedRole,
  container,
  credentialProcess,
  file,
  machine,
  sso,
  ssoSession,
  webIdentity,
} from '../credential-servers.ts'
import type { CredentialServer } from '../credential-servers.ts'
import { models } from '../calling.ts'
import { startBedrockSimulator } from '../simulator.ts'
import type { BedrockSimulator } from '../simulator.ts'

const steps = 10
let folder = ''
let simulator: BedrockSimulator
let source: CredentialServer | undefined
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-'))
  simulator = await startBedrockSimulator()
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) {
    vi.stubEnv(name, '')
  }
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'))
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await simulator.close()
  await source?.server?.close()
  rmSync(folder, { recursive: true, force: true })
})

test.each([
  ['a container', container],
  ['the machine', machine],
  ['a web identity', webIdentity],
  ['SSO', sso],
  ['a session of SSO', ssoSession],
  ['a role of a profile', assumedRole],
  ['a file', file],
  ['a credential_process', credentialProcess],
])(
  'keys of %s that expire are fetched again within a run, and no request is lost',
  async (_name, make) => {
    let issued = 0
    source = await make(folder, () => {
      issued += 1
      const keys = {
        accessKeyId: `ASIAEXAMPLE${issued}`,
        secretAccessKey: `secret-of-the-pair-${issued}`,
        sessionToken: `token-of-the-pair-${issued}`,
      }
      simulator.allow(keys)
      // Long enough that the SDK keeps them: the service finds out first.
      return { ...keys, expiration: '2099-01-01T00:00:00Z' }
    })
    for (const [name, value] of Object.entries(source.environment)) vi.stubEnv(name, value)
    let calls = 0
    const next = defineTool({
      name: 'next',
      description: 'Goes on.',
      inputSchema: { type: 'object', properties: {} },
      execute: () => {
        calls += 1
        if (calls % 3 === 0) {
          simulator.expire(`ASIAEXAMPLE${issued}`)
          source?.expired?.()
        }
        return String(calls)
      },
    })
    for (let step = 1; step < steps; step += 1) {
      simulator.answer({
        content: [{ toolUse: { toolUseId: `t${step}`, name: 'next', input: {} } }],
      })
    }
    simulator.answer({ content: [{ text: 'done' }] })
    const { profile } = source
    const asked: string[] = []
    const agent = createAgent({
      model: `bedrock/${models.claude}`,
      plugins: [
        bedrock({
          region: 'us-east-1',
          endpoint: simulator.url,
          ...(profile !== undefined && { profile }),
        }),
      ],
      tools: [next],
      host: {
        fetch: (input, init) => {
          asked.push(new URL(String(input)).origin)
          return fetch(input, init)
        },
      },
      // Nothing but the renewal itself asks twice.
      retry: { maxRetries: 0 },
    })
    const result = await agent.run('Go.')
    expect(result).toMatchObject({ text: 'done', finishReason: 'stop', steps })
    expect(calls).toBe(steps - 1)
    expect(simulator.requests).toHaveLength(steps)
    expect(simulator.refusals).toEqual(
      Array.from({ length: 3 }, () => 'The security token included in the request is expired'),
    )
    expect(issued).toBe(4)
    // A proxy of the host is a proxy of STS too.
    const sts = source.environment['AWS_ENDPOINT_URL_STS']
    if (sts !== undefined) expect(asked.filter((origin) => origin === sts)).toHaveLength(4)
    await agent.dispose()
  },
)

test('calls that are refused together need one renewal', async () => {
  let issued = 0
  source = await container(folder, () => {
    issued += 1
    const keys = { accessKeyId: `ASIA${issued}`, secretAccessKey: 's', sessionToken: `t${issued}` }
    simulator.allow(keys)
    return { ...keys, expiration: '2099-01-01T00:00:00Z' }
  })
  for (const [name, value] of Object.entries(source.environment)) vi.stubEnv(name, value)
  const agent = createAgent({
    model: `bedrock/${models.claude}`,
    plugins: [bedrock({ region: 'us-east-1', endpoint: simulator.url })],
    retry: { maxRetries: 0 },
  })
  await agent.run('Hi')
  simulator.expire('ASIA1')
  const runs = Array.from({ length: 5 }, () => agent.run('Hi', { messages: [] }))
  expect((await Promise.all(runs)).map(({ text }) => text)).toEqual(Array(5).fill('ok'))
  expect(issued).toBe(2)
  await agent.dispose()
})

test('keys and token of the environment that were replaced are read again', async () => {
  let secrets: Record<string, string> = {}
  const set = (count: number): void => {
    const keys = {
      accessKeyId: `ASIAENV${count}`,
      secretAccessKey: `secret-${count}`,
      sessionToken: `token-${count}`,
    }
    simulator.allow(keys)
    secrets = {
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      AWS_SESSION_TOKEN: keys.sessionToken,
    }
  }
  set(1)
  const agent = createAgent({
    model: `bedrock/${models.claude}`,
    plugins: [bedrock({ region: 'us-east-1', endpoint: simulator.url })],
    host: { secret: (name) => secrets[name] },
    retry: { maxRetries: 0 },
  })
  expect((await agent.run('Hi')).text).toBe('ok')
  simulator.expire('ASIAENV1')
  set(2)
  expect((await agent.run('Hi')).text).toBe('ok')
  simulator.expire('ASIAENV2')
  // Nobody brings new ones: the error says how to.
  await expect(agent.run('Hi')).rejects.toMatchObject({
    code: 'auth',
    hint: expect.stringMatching(/aws sso login.*session token/),
  })
  await agent.dispose()
})

test('keys that are about to expire are fetched before the service refuses them', async () => {
  let issued = 0
  source = await container(folder, () => {
    issued += 1
    const keys = { accessKeyId: `ASIA${issued}`, secretAccessKey: 's', sessionToken: `t${issued}` }
    simulator.allow(keys)
    return { ...keys, expiration: new Date(Date.now() + 1000).toISOString() }
  })
  for (const [name, value] of Object.entries(source.environment)) vi.stubEnv(name, value)
  const agent = createAgent({
    model: `bedrock/${models.claude}`,
    plugins: [bedrock({ region: 'us-east-1', endpoint: simulator.url })],
  })
  await agent.run('Hi')
  await agent.run('Hi')
  expect(issued).toBeGreaterThan(1)
  expect(simulator.refusals).toEqual([])
  await agent.dispose()
})

test('a bearer token that was replaced in the environment is read again', async () => {
  let token = 'bedrock-api-key-1'
  simulator.allowBearer(token)
  simulator.allowBearer('bedrock-api-key-2')
  const agent = createAgent({
    model: `bedrock/${models.claude}`,
    plugins: [bedrock({ region: 'us-east-1', endpoint: simulator.url })],
    host: { secret: (name) => (name === 'AWS_BEARER_TOKEN_BEDROCK' ? token : undefined) },
    retry: { maxRetries: 0 },
  })
  expect((await agent.run('Hi')).text).toBe('ok')
  simulator.expire(token)
  token = 'bedrock-api-key-2'
  expect((await agent.run('Hi')).text).toBe('ok')
  expect(simulator.refusals).toEqual(['Bearer Token has expired'])
  await agent.dispose()
})

test('keys that stay expired are asked for once more, then it says how to renew them', async () => {
  source = await container(folder, () => {
    const keys = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 's', sessionToken: 't' }
    simulator.allow(keys)
    simulator.expire(keys.accessKeyId)
    return { ...keys, expiration: '2099-01-01T00:00:00Z' }
  })
  for (const [name, value] of Object.entries(source.environment)) vi.stubEnv(name, value)
  const host = { secret: (name: string) => process.env[name] || undefined }
  const agent = createAgent({
    model: `bedrock/${models.claude}`,
    plugins: [bedrock({ region: 'us-east-1', endpoint: simulator.url })],
    host,
  })
  await expect(agent.run('Hi')).rejects.toMatchObject({
    code: 'auth',
    hint: expect.stringContaining('AWS_CONTAINER_CREDENTIALS_FULL_URI'),
  })
  expect(simulator.refusals).toHaveLength(1)
  await agent.dispose()
})
