import type { ProviderHost } from '@autobot/core/provider'
import { loadSigning, type SignatureV4 } from './aws-sdk.ts'
import type { BedrockConfig } from './config.ts'
import { credentialsError, missingCredentials } from './credentials-error.ts'
import { chooseSource } from './credentials-source.ts'
import { chooseEndpoint } from './endpoint.ts'
import { findKeys, type FindKeys, type Keys } from './keys.ts'
import { regionEndpoint } from './region-endpoint.ts'
import { chooseRegion } from './region.ts'
import { Sha256 } from './sha256.ts'
import { untilAbort } from './transport/until-abort.ts'

/** AWS as the rest of the package sees it: who it is that calls, where, and what proves it. */
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

export async function openAws(config: BedrockConfig, host: ProviderHost): Promise<AwsAccess> {
  let source = chooseSource(config, host)
  const { region, regionSource } = await chooseRegion(config, host, source.profile)
  let find = findKeys(source, region, host, 'as_known')
  // Made once: the SDK's client makes one for each request, and copies its configuration for it.
  let signing: Promise<SignatureV4> | undefined
  let expiration: Date | undefined
  const secrets = new Set<string>()
  if (source.token !== undefined) secrets.add(source.token)

  const identity = async (): Promise<Keys> => {
    try {
      const found = await find()
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
  let renewing: Promise<Keys> | undefined
  const renewed = (): Promise<Keys> => {
    find = findKeys(source, region, host, 'read_again')
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
    endpoint: chooseEndpoint(config, host) ?? (await regionEndpoint(region, source.profile)),
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
      const signer = await (signing ??= openSigner(region, () => find()))
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
        } as Parameters<SignatureV4['sign']>[0],
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
  { accessKeyId, sessionToken }: Keys,
  headers: Readonly<Record<string, string>>,
): boolean {
  return (
    headers['authorization']?.includes(`Credential=${accessKeyId}/`) !== true ||
    headers['x-amz-security-token'] !== sessionToken
  )
}

async function openSigner(region: string, credentials: FindKeys): Promise<SignatureV4> {
  const { SignatureV4 } = await loadSigning()
  return new SignatureV4({ service: 'bedrock', region, credentials, sha256: Sha256 })
}
