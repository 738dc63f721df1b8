import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig, type LoadedConfig } from '../../src/config/load.ts'
import { withFolder } from '../run-autobot.ts'

type Environment = Record<string, string | undefined>

function load(yaml: string, environment: Environment = {}, dotenv?: string): Promise<LoadedConfig> {
  const files = { 'config.yml': yaml, ...(dotenv !== undefined && { '.env': dotenv }) }
  return withFolder(files, (folder) =>
    loadConfig(join(folder, 'config.yml'), { environment, secret: () => undefined }),
  )
}

describe('config.yml', () => {
  it('puts variables and defaults in after parsing', async () => {
    const yaml =
      'providers:\n  openai:\n    api_key: "${KEY}"\n    api_base: "http://${HOST:-localhost}:1/v1"\n'
    const { config } = await load(yaml, { KEY: 'a: "b" # c' })
    expect(config.providers?.['openai']).toEqual({
      api_key: 'a: "b" # c',
      api_base: 'http://localhost:1/v1',
    })
  })

  it('names line, column and variable of one that is not set', async () => {
    const yaml = 'providers:\n  openai:\n    api_key: "${KEY}"\n'
    await expect(load(yaml)).rejects.toThrow(
      /config\.yml:3:14: The variable KEY.*providers\.openai\.api_key/,
    )
  })

  it('takes an optional field as absent, with a warning that names the default', async () => {
    const yaml =
      'providers:\n  bedrock:\n    region: "${AWS_REGION}"\n    session_token: "${AWS_SESSION_TOKEN}"\n'
    const { config, warnings } = await load(yaml)
    expect(config.providers?.['bedrock']).toEqual({})
    expect(warnings[0]).toMatch(/config\.yml:3:13: The variable AWS_REGION.*us-east-1/)
    expect(warnings[1]).toContain('AWS_SESSION_TOKEN')
  })

  it('names file, line, column, field and what to write', async () => {
    const yaml = 'agents:\n  defaults:\n    max_tokens: many\n'
    await expect(load(yaml)).rejects.toThrow(
      /config\.yml:3:17: agents\.defaults\.max_tokens must be a whole number, not "many"\. Write for example: max_tokens: 8192/,
    )
    await expect(load('agents:\n\t- x')).rejects.toThrow(/config\.yml:2:\d+: Invalid YAML/)
    await expect(load('agents:\n  defaults:\n    model: gpt-5\n')).rejects.toThrow(
      /:3:12: .*PREFIX\/MODEL/,
    )
  })

  it('does not repeat a secret that has the wrong shape', async () => {
    const yaml = 'providers:\n  openai:\n    api_key: [sk-1234567890]\n'
    const error = await load(yaml).then(
      () => '',
      (reason: Error) => reason.message,
    )
    expect(error).toContain('providers.openai.api_key must be text')
    expect(error).not.toContain('sk-1234567890')
  })

  it('warns of an unknown key with the nearest known one', async () => {
    const { warnings } = await load('providers:\n  openai: { apiKey: abc }\nagent: {}\n')
    expect(warnings[0]).toMatch(/:2:13: providers\.openai\.apiKey is not known.*"api_key"/)
    expect(warnings[1]).toMatch(/:3:1: agent is not known.*"agents"/)
  })

  it('makes a number of a variable that spells one', async () => {
    const { config } = await load('agents: { defaults: { max_tokens: "${MAX}" } }', { MAX: '64' })
    expect(config.agents?.defaults?.max_tokens).toBe(64)
    const other = await load('agents: { defaults: { max_tokens: "${MAX:-32}" } }')
    expect(other.config.agents?.defaults?.max_tokens).toBe(32)
    await expect(load('agents: { defaults: { max_tokens: "64" } }')).rejects.toThrow(
      'a whole number',
    )
  })

  it('refuses a file that is named and not there', async () => {
    const context = { environment: {}, secret: () => undefined }
    await expect(loadConfig('/nowhere/config.yml', context)).rejects.toThrow(
      'Config file not found',
    )
  })
})

describe('.env', () => {
  it('is read, and the environment wins over it', async () => {
    const environment: Environment = { SET: 'here' }
    await load('{}', environment, 'SET=there\nNEW="with space"\n')
    expect(environment).toMatchObject({ SET: 'here', NEW: 'with space' })
  })

  it('wins with AUTOBOT_DOTENV_OVERRIDE=1', async () => {
    const environment: Environment = { SET: 'here', AUTOBOT_DOTENV_OVERRIDE: '1' }
    await load('{}', environment, 'SET=there\n')
    expect(environment['SET']).toBe('there')
  })
})
