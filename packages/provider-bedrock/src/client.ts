import { ConfigError, ProviderError } from '@autobot/core/provider'
import type { ProviderHost } from '@autobot/core/provider'
import { present } from './config.ts'
import type { BedrockConfig } from './config.ts'

/** AWS as the rest of the package sees it; this is the only file that knows the SDK. */
export interface AwsAccess {
  readonly region: string
  /** `providers.bedrock.region`, `AWS_REGION`, … */
  readonly regionSource: string
  /** Without a slash at its end. */
  readonly endpoint: string
  /** Where the credentials come from, for people. */
  readonly credentials: string
  readonly scheme: 'AWS4-HMAC-SHA256' | 'Bearer'
  /** The headers that a request needs, with its signature or token. */
  authorize(method: string, url: string, body: string): Promise<Record<string, string>>
  /** Fetches the credentials again; false when they are the same as before. */
  renew(): Promise<boolean>
  redact(text: string): string
}

type Sdk = typeof import('@aws-sdk/client-bedrock-runtime')
type SdkClient = InstanceType<Sdk['BedrockRuntimeClient']>

export async function openAws(config: BedrockConfig, host: ProviderHost): Promise<AwsAccess> {
  const sdk = await import('@aws-sdk/client-bedrock-runtime')
  const source = chooseSource(config, host)
  const { region, regionSource } = await chooseRegion(config, host, source.profile, sdk)
  const makeClient = (files?: { readonly ignoreCache: true }): SdkClient =>
    new sdk.BedrockRuntimeClient({
      region,
      maxAttempts: 1,
      authSchemePreference: ['sigv4'],
      ...(source.keys !== undefined && { credentials: source.keys }),
      ...(source.profile !== undefined && { profile: source.profile }),
      ...files,
    })
  let client = makeClient()
  const secrets = new Set<string>()
  if (source.token !== undefined) secrets.add(source.token)

  const identity = async (): Promise<string> => {
    try {
      const found = await client.config.credentials()
      for (const secret of [found.accessKeyId, found.secretAccessKey, found.sessionToken]) {
        // Anything shorter is no secret, and would black out plain words.
        if (secret !== undefined && secret.length >= 8) secrets.add(secret)
      }
      return `${found.accessKeyId} ${found.sessionToken ?? ''}`
    } catch (error) {
      throw credentialsError(error, source.label)
    }
  }
  // The SDK looks at files, then asks the machine it may run on, for a second at most.
  if (source.certain === 'no') {
    await identity().catch((error: unknown) => {
      throw missingCredentials(error)
    })
  }

  return {
    region,
    regionSource,
    endpoint: chooseEndpoint(config, host) ?? (await regionEndpoint(client, region)),
    credentials: source.label,
    scheme: source.token === undefined ? 'AWS4-HMAC-SHA256' : 'Bearer',
    async authorize(method, url, body) {
      const headers = { 'content-type': 'application/json' }
      if (source.token !== undefined) return { ...headers, authorization: `Bearer ${source.token}` }
      await identity()
      const { protocol, hostname, port, pathname, searchParams, host: name } = new URL(url)
      const signer = await client.config.signer()
      const signed = await signer.sign(
        {
          method,
          protocol,
          hostname,
          ...(port !== '' && { port: Number(port) }),
          path: pathname,
          query: Object.fromEntries(searchParams),
          headers: { ...headers, host: name },
          body,
        } as Parameters<typeof signer.sign>[0],
        { signingDate: new Date(host.now()) },
      )
      const { host: _host, ...rest } = signed.headers as Record<string, string>
      return rest
    },
    async renew() {
      if (source.token !== undefined || source.keys !== undefined) return false
      const before = await identity()
      // The SDK keeps the text of the files: new keys would not be seen.
      client = makeClient({ ignoreCache: true })
      return (await identity()) !== before
    },
    redact(text) {
      // A refused signature comes back with all that was signed, the session token too.
      const short = /^[^]*?(?=\s*The Canonical String)/.exec(text)?.[0] ?? text
      return [...secrets].reduce((shown, secret) => shown.replaceAll(secret, '***'), short)
    },
  }
}

interface CredentialsSource {
  readonly label: string
  /** `no`: nothing says that there are any; they must be looked for. */
  readonly certain: 'yes' | 'no'
  readonly token?: string
  readonly keys?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
  readonly profile?: string
}

/** What is configured beats the environment; of each, keys and tokens beat the longer chain. */
function chooseSource(config: BedrockConfig, host: ProviderHost): CredentialsSource {
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
  const bearer = host.secret('AWS_BEARER_TOKEN_BEDROCK')
  if (bearer !== undefined) {
    return { label: 'AWS_BEARER_TOKEN_BEDROCK', certain: 'yes', token: bearer }
  }
  const envProfile = host.secret('AWS_PROFILE')
  const envKey = host.secret('AWS_ACCESS_KEY_ID')
  const envSecret = host.secret('AWS_SECRET_ACCESS_KEY')
  if (envProfile !== undefined) {
    return { label: `profile ${envProfile}`, certain: 'yes', profile: envProfile }
  }
  if (envKey !== undefined && envSecret !== undefined) {
    const sessionToken = host.secret('AWS_SESSION_TOKEN')
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

async function chooseRegion(
  config: BedrockConfig,
  host: ProviderHost,
  profile: string | undefined,
  sdk: Sdk,
): Promise<{ readonly region: string; readonly regionSource: string }> {
  const configured = present(config.region)
  if (configured !== undefined)
    return { region: configured, regionSource: 'providers.bedrock.region' }
  // The SDK does not read the second one, which the AWS command line does.
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION']) {
    const region = host.secret(name)
    if (region !== undefined) return { region, regionSource: name }
  }
  try {
    const client = new sdk.BedrockRuntimeClient({ ...(profile !== undefined && { profile }) })
    return { region: await client.config.region(), regionSource: `profile ${profile ?? 'default'}` }
  } catch {
    return { region: 'us-east-1', regionSource: 'default' }
  }
}

function chooseEndpoint(config: BedrockConfig, host: ProviderHost): string | undefined {
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

async function regionEndpoint(client: SdkClient, region: string): Promise<string> {
  try {
    const endpoint = client.config.endpointProvider({ Region: region })
    return endpoint.url.href.replace(/\/+$/, '')
  } catch (error) {
    throw new ConfigError(`providers.bedrock.region is not a region: ${region}`, {
      path: 'providers.bedrock.region',
      cause: error,
    })
  }
}

function credentialsError(error: unknown, label: string): ProviderError {
  const message = error instanceof Error ? error.message : String(error)
  return new ProviderError(`AWS credentials (${label}) could not be read: ${message}`, {
    code: 'auth',
    provider: 'bedrock',
    hint: /sso|token is expired/i.test(message)
      ? 'Run "aws sso login" for the profile.'
      : 'Check the profile in ~/.aws/config and ~/.aws/credentials, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    cause: error,
  })
}

function missingCredentials(cause: unknown): unknown {
  const reason = ProviderError.is(cause) && cause.cause instanceof Error ? cause.cause.message : ''
  // A default profile that exists but does not work is told as it is.
  if (reason !== '' && !/could not load credentials from any providers/i.test(reason)) return cause
  return new ConfigError('Bedrock has no AWS credentials.', {
    path: 'providers.bedrock.access_key_id',
    hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or AWS_BEARER_TOKEN_BEDROCK), or write providers.bedrock.access_key_id and secret_access_key, or name a profile of ~/.aws in providers.bedrock.profile.',
    cause,
  })
}
