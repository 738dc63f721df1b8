import type { ProviderHost } from '@autobot/core/provider'
import { loadCredentialChain } from './aws-sdk.ts'
import type { CredentialsSource } from './credentials-source.ts'
import { fetchHandler } from './transport/fetch-handler.ts'

export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}

/** The keys to sign with now; fetches them again before they end. */
export type FindKeys = () => Promise<Keys>

/**
 * Keys that were given, or the SDK's chain: profiles, SSO, web identity, containers, the machine.
 * The chain is loaded with the first use: most of the time that a program needs to start.
 *
 * `files`: the SDK keeps the text of the files in ~/.aws; `read_again` looks at them once more.
 */
export function findKeys(
  { keys, profile }: CredentialsSource,
  region: string,
  host: ProviderHost,
  files: 'as_known' | 'read_again',
): FindKeys {
  if (keys !== undefined) return async () => keys
  // Without one the SDK writes its advice to the console.
  const tell = (...words: readonly unknown[]): void =>
    host.log('debug', words.map(String).join(' '))
  const quiet = (): void => undefined
  // What those who fetch keys from a service take over from the client that wants them.
  const caller = {
    region: async () => region,
    logger: { trace: quiet, debug: quiet, info: quiet, warn: tell, error: tell },
    requestHandler: fetchHandler(host.fetch) as never,
    ...(profile !== undefined && { profile }),
  }
  const load = async () => {
    const { defaultProvider } = await loadCredentialChain()
    return defaultProvider({
      ...caller,
      parentClientConfig: caller,
      ...(files === 'read_again' && { ignoreCache: true }),
    })
  }
  let chain: ReturnType<typeof load> | undefined
  return async () => (await (chain ??= load()))({ callerClientConfig: caller })
}
