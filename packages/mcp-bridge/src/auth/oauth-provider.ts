import { randomUUID } from 'node:crypto'
import type {
  DpopSession,
  OAuthClientProvider,
  OAuthDiscoveryState,
  StoredOAuthClientInformation,
} from '@modelcontextprotocol/client'
import type { McpAuth } from './config.ts'
import type { AuthMemory, StoredTokens } from './record.ts'

type Sdk = typeof import('@modelcontextprotocol/client')

export interface OAuthOptions {
  readonly sdk: Sdk
  readonly config: McpAuth
  readonly memory: AuthMemory
  readonly fetch: typeof globalThis.fetch
}

/** What the SDK asks of us during an authorization, and what came of it. */
export interface OAuthFlow {
  readonly provider: OAuthClientProvider
  readonly interactive: boolean
  /** Set before an authorization begins. */
  redirectUrl: string
  /** The page that a person must see, once the flow has come that far. */
  pending(): URL | undefined
  /** True for the answer to the page that was shown, and only once. */
  takeState(state: string | null): boolean
  /** The page is shown: until it is answered, what other calls begin does not replace it. */
  shown(): void
  /** The page was answered. */
  settled(): void
}

export function oauthFlow({ sdk, config, memory, fetch }: OAuthOptions): OAuthFlow {
  const { grant = 'authorization_code' } = config
  const interactive = grant === 'authorization_code'
  let redirectUrl = ''
  let pending: URL | undefined
  let verifier = ''
  let state = ''
  // Kept from the redirect to its answer only: a server that moved is asked anew.
  let discovery: OAuthDiscoveryState | undefined
  let authorizationServer = ''
  let resource: string | undefined
  let tried: string | undefined
  let isShown = false
  let dpop: Promise<DpopSession> | undefined
  const scope = config.scopes?.join(' ')

  const client = async (issuer = ''): Promise<StoredOAuthClientInformation | undefined> => {
    const { clientId, clientSecret } = config
    if (clientId !== undefined) {
      return {
        client_id: clientId,
        ...(clientSecret !== undefined && { client_secret: clientSecret }),
        ...(config.issuer !== undefined && { issuer: config.issuer }),
      }
    }
    const { issuers } = await memory.read()
    const known = Object.hasOwn(issuers, issuer) ? issuers[issuer] : undefined
    // Registered for another address: the server would refuse to send the browser to ours.
    return known?.redirectUrl === redirectUrl ? known.client : undefined
  }

  const tokenRequest = async (wanted: string | undefined): Promise<URLSearchParams> => {
    const params = new URLSearchParams({ grant_type: 'client_credentials' })
    if (wanted !== undefined && wanted !== '') params.set('scope', wanted)
    if (grant === 'client_credentials') return params
    if (config.assertion === undefined) throw new Error('auth.assertion is missing')
    params.set('grant_type', 'urn:ietf:params:oauth:grant-type:jwt-bearer')
    const request = { authorizationServer, resource, scope: wanted, fetch }
    params.set('assertion', await config.assertion(request))
    return params
  }

  const provider: OAuthClientProvider = {
    get redirectUrl() {
      return interactive ? redirectUrl : undefined
    },
    ...(config.clientMetadataUrl !== undefined && { clientMetadataUrl: config.clientMetadataUrl }),
    get clientMetadata() {
      return {
        client_name: 'autobot',
        redirect_uris: interactive ? [redirectUrl] : [],
        grant_types: interactive ? ['authorization_code', 'refresh_token'] : [grant],
        ...(interactive && { response_types: ['code'] }),
        ...(scope !== undefined && { scope }),
      }
    },
    state: () => (isShown ? state : (state = randomUUID())),
    clientInformation: (context) => client(context?.issuer),
    saveClientInformation: (information, context) =>
      memory.change(context?.issuer ?? '', (record) => ({
        ...record,
        client: information,
        redirectUrl,
      })),
    async tokens(context) {
      const tokens = await memory.tokens(context?.issuer)
      if (context !== undefined) tried = tokens?.refresh_token
      return tokens
    },
    saveTokens: (tokens, context) =>
      memory.change(context?.issuer ?? '', (record) => ({
        ...record,
        tokens: tokens as StoredTokens,
      })),
    redirectToAuthorization: (url) => void (isShown || (pending = url)),
    saveCodeVerifier: (value) => void (isShown || (verifier = value)),
    codeVerifier: () => verifier,
    saveDiscoveryState: (value) => void (isShown || (discovery = value)),
    discoveryState: () => (pending === undefined ? undefined : discovery),
    saveAuthorizationServerUrl: (value) => void (authorizationServer = value),
    saveResourceUrl: (value) => void (resource = value),
    async invalidateCredentials(what) {
      // The SDK would send a refused assertion a second time; servers count that as an attack.
      if (grant === 'jwt_bearer') throw new Error('the authorization server refused the assertion')
      if (what === 'verifier') verifier = ''
      if (what === 'discovery') discovery = undefined
      if (what !== 'client' && what !== 'tokens' && what !== 'all') return
      const refused = tried
      await memory.change(authorizationServer, ({ client: known, tokens, ...rest }) => ({
        ...rest,
        ...(what === 'tokens' && known && { client: known }),
        // Another process may have better ones by now.
        ...(tokens?.refresh_token !== refused && tokens && { tokens }),
      }))
    },
    ...(!interactive && { prepareTokenRequest: tokenRequest }),
    ...(config.privateKey !== undefined && {
      addClientAuthentication: sdk.createPrivateKeyJwtAuth({
        issuer: config.clientId ?? '',
        subject: config.clientId ?? '',
        privateKey: config.privateKey,
        alg: config.algorithm ?? 'RS256',
      }),
    }),
    ...(config.dpop === true && { dpop: () => (dpop ??= sdk.DpopSession.create()) }),
  }

  return {
    provider,
    interactive,
    get redirectUrl() {
      return redirectUrl
    },
    set redirectUrl(value) {
      redirectUrl = value
    },
    pending: () => pending,
    takeState(given) {
      const matches = state !== '' && given === state
      if (matches) state = ''
      return matches
    },
    shown: () => void (isShown = true),
    settled() {
      isShown = false
      pending = undefined
      discovery = undefined
    },
  }
}
