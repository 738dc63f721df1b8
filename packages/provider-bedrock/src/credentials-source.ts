import { ConfigError } from '@autobot/core/provider'
import type { ProviderHost } from '@autobot/core/provider'
import { present } from './config.ts'
import type { BedrockConfig } from './config.ts'

export interface CredentialsSource {
  readonly label: string
  /** `no`: nothing says that there are any; they must be looked for. */
  readonly certain: 'yes' | 'no'
  readonly token?: string
  readonly keys?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
  readonly profile?: string
}

/** What is configured beats the environment; of each, keys and tokens beat the longer chain. */
export function chooseSource(config: BedrockConfig, host: ProviderHost): CredentialsSource {
  const accessKeyId = present(config.accessKeyId)
  const secretAccessKey = present(config.secretAccessKey)
  if (accessKeyId !== undefined || secretAccessKey !== undefined) {
    if (accessKeyId === undefined || secretAccessKey === undefined) {
      const path = `providers.bedrock.${accessKeyId === undefined ? 'access_key_id' : 'secret_access_key'}`
      throw new ConfigError(`${path} is missing: key and secret only work together.`, { path })
    }
    const sessionToken = present(config.sessionToken)
    return {
      label: 'providers.bedrock.access_key_id',
      certain: 'yes',
      keys: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
    }
  }
  const apiKey = present(config.apiKey)
  if (apiKey !== undefined) {
    return { label: 'providers.bedrock.api_key', certain: 'yes', token: apiKey }
  }
  const profile = present(config.profile)
  if (profile !== undefined) return { label: `profile ${profile}`, certain: 'yes', profile }
  // Pasted values bring line breaks, which no header may hold.
  const secret = (name: string): string | undefined => present(host.secret(name))
  const bearer = secret('AWS_BEARER_TOKEN_BEDROCK')
  if (bearer !== undefined) {
    return { label: 'AWS_BEARER_TOKEN_BEDROCK', certain: 'yes', token: bearer }
  }
  const envProfile = secret('AWS_PROFILE')
  const envKey = secret('AWS_ACCESS_KEY_ID')
  const envSecret = secret('AWS_SECRET_ACCESS_KEY')
  if (envProfile !== undefined) {
    return { label: `profile ${envProfile}`, certain: 'yes', profile: envProfile }
  }
  if (envKey !== undefined && envSecret !== undefined) {
    const sessionToken = secret('AWS_SESSION_TOKEN')
    return {
      label: 'AWS_ACCESS_KEY_ID',
      certain: 'yes',
      keys: {
        accessKeyId: envKey,
        secretAccessKey: envSecret,
        ...(sessionToken !== undefined && { sessionToken }),
      },
    }
  }
  const role = [
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  ].find((name) => host.secret(name) !== undefined)
  if (role !== undefined) return { label: role, certain: 'yes' }
  return { label: 'the default profile or the role of the machine', certain: 'no' }
}
