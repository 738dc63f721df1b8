import { ConfigError } from '@autobot/core/provider'
import type { ProviderHost } from '@autobot/core/provider'
import { present } from './config.ts'
import type { BedrockConfig } from './config.ts'
import { credentialsError, missingCredentials } from './credentials-error.ts'
import { chooseSource } from './credentials-source.ts'
import { chooseEndpoint } from './endpoint.ts'
import { fetchHandler } from './transport/fetch-handler.ts'
import { untilAbort } from './transport/until-abort.ts'

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
  authorize(
    method: string,
    url: string,
    body: string | Uint8Array,
    signal: AbortSignal,
  ): Promise<Record<string, string>>
  /** Looks for credentials again; false when they are those that `headers` were made with. */
  renew(headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<boolean>
  /** When the credentials that were used last end; undefined where they have no end, or say none. */
  expires(): Date | undefined
  redact(text: string): string
}

type Sdk = typeof import('@aws-sdk/client-bedrock-runtime')
type SdkClient = InstanceType<Sdk['BedrockRuntimeClient']>

export async function openAws(config: BedrockConfig, host: ProviderHost): Promise<AwsAccess> {
  const sdk = await import('@aws-sdk/client-bedrock-runtime')
  let source = chooseSource(config, host)
  const { region, regionSource } = await chooseRegion(config, host, source.profile, sdk)
  // It becomes part of a host name: what is none would send signed requests somewhere else.
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(region)) {
    throw noRegion(region, regionSource)
  }
  // Without one the SDK writes its advice to the console.
  const tell = (...words: readonly unknown[]): void =>
    host.log('debug', words.map(String).join(' '))
  const logger = {
    trace: () => undefined,
    debug: () => undefined,
    info: () => undefined,
    warn: tell,
    error: tell,
  }
  const makeClient = (files?: { readonly ignoreCache: true }): SdkClient =>
    new sdk.BedrockRuntimeClient({
      region,
      maxAttempts: 1,
      authSchemePreference: ['sigv4'],
      logger,
      requestHandler: fetchHandler(host.fetch) as never,
      ...(source.keys !== undefined && { credentials: source.keys }),
      ...(source.profile !== undefined && { profile: source.profile }),
      ...files,
    })
  let client = makeClient()
  type Signer = ReturnType<typeof client.config.signer>
  // The SDK makes one for each request, and copies its whole configuration for it: 30 µs.
  let signing: { readonly client: SdkClient; readonly signer: Signer } | undefined
  const signerNow = (): Signer => {
    if (signing?.client !== client) signing = { client, signer: client.config.signer() }
    return signing.signer
  }
  let expiration: Date | undefined
  const secrets = new Set<string>()
  if (source.token !== undefined) secrets.add(source.token)

  type Identity = ReturnType<typeof client.config.credentials>
  const identity = async (): Identity => {
    try {
      const found = await client.config.credentials()
      expiration = found.expiration
      for (const secret of [found.accessKeyId, found.secretAccessKey, found.sessionToken]) {
        // Anything shorter is no secret, and would black out plain words.
        if (secret !== undefined && secret.length >= 8) secrets.add(secret)
      }
      return found
    } catch (error) {
      throw credentialsError(error, source.label)
    }
  }
  let renewing: Identity | undefined
  const renewed = (): Identity => {
    // The SDK keeps the text of the files: new keys would not be seen.
    client = makeClient({ ignoreCache: true })
    return identity().finally(() => (renewing = undefined))
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
    endpoint: chooseEndpoint(config, host) ?? (await regionEndpoint(client, region, regionSource)),
    get credentials() {
      return source.label
    },
    get scheme() {
      return source.token === undefined ? 'AWS4-HMAC-SHA256' : 'Bearer'
    },
    async authorize(method, url, body, signal) {
      const headers = { 'content-type': 'application/json' }
      if (source.token !== undefined) return { ...headers, authorization: `Bearer ${source.token}` }
      // Fetching them may wait for a service that does not answer.
      await untilAbort(identity(), signal)
      const { protocol, hostname, port, pathname, searchParams, host: name } = new URL(url)
      const signer = await signerNow()
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
    async renew(headers, signal) {
      source = chooseSource(config, host)
      if (source.token !== undefined) {
        secrets.add(source.token)
        return headers['authorization'] !== `Bearer ${source.token}`
      }
      // Calls of the same time that were refused together need one renewal.
      if (renewing === undefined && isOther(await untilAbort(identity(), signal), headers)) {
        return true
      }
      renewing ??= renewed()
      return isOther(await untilAbort(renewing, signal), headers)
    },
    expires: () => expiration,
    redact(text) {
      // A refused signature comes back with all that was signed, the session token too.
      const short = /^[^]*?(?=\s*The Canonical String)/.exec(text)?.[0] ?? text
      return [...secrets].reduce((shown, secret) => shown.replaceAll(secret, '***'), short)
    },
  }
}

/** Whether these are not the credentials that a request was signed with. */
function isOther(
  { accessKeyId, sessionToken }: { readonly accessKeyId: string; readonly sessionToken?: string },
  headers: Readonly<Record<string, string>>,
): boolean {
  return (
    headers['authorization']?.includes(`Credential=${accessKeyId}/`) !== true ||
    headers['x-amz-security-token'] !== sessionToken
  )
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
    const region = present(host.secret(name))
    if (region !== undefined) return { region, regionSource: name }
  }
  try {
    const client = new sdk.BedrockRuntimeClient({ ...(profile !== undefined && { profile }) })
    return { region: await client.config.region(), regionSource: `profile ${profile ?? 'default'}` }
  } catch {
    return { region: 'us-east-1', regionSource: 'default' }
  }
}

async function regionEndpoint(client: SdkClient, region: string, source: string): Promise<string> {
  try {
    // Of the environment or the profile: AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT.
    const endpoint = client.config.endpointProvider({
      Region: region,
      UseFIPS: await client.config.useFipsEndpoint(),
      UseDualStack: await client.config.useDualstackEndpoint(),
    })
    return endpoint.url.href.replace(/\/+$/, '')
  } catch (error) {
    throw noRegion(region, source, error)
  }
}

function noRegion(region: string, source: string, cause?: unknown): ConfigError {
  return new ConfigError(`${source} is not a region: ${region}`, {
    path: 'providers.bedrock.region',
    hint: 'Write it like us-east-1 or eu-central-1.',
    ...(cause !== undefined && { cause }),
  })
}
