import type { OAuthClientProvider } from '@modelcontextprotocol/client'
import type { ProviderHost } from '@autobot/core/provider'
import type { McpStore } from '../store.ts'
import type { McpAuth, McpAuthorizer } from './config.ts'
import { guardedFetch } from './guarded-fetch.ts'
import { oauthFlow } from './oauth-provider.ts'
import { authMemory } from './record.ts'
import { refreshOnce } from './refresh-once.ts'

export interface AuthorizationOptions {
  readonly sdk: typeof import('@modelcontextprotocol/client')
  readonly server: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly config: McpAuth
  readonly host: ProviderHost
  readonly store: McpStore
  readonly authorizer: McpAuthorizer | undefined
}

/** The authorization of one remote server, over all its connections. */
export interface Authorization {
  readonly provider: OAuthClientProvider
  readonly fetch: typeof globalThis.fetch
  /** The page that a person has to see. */
  pageUrl(): string | undefined
  /** Whether a person can be asked at once. */
  readonly canAsk: boolean
  /** Shows the page, waits for the answer and hands it to `redeem`; one at a time. */
  agree(redeem: Redeem, signal: AbortSignal): Promise<void>
  /** Checks the address that the browser was sent to, and hands it to `redeem`. */
  finish(answer: string, redeem: Redeem): Promise<void>
}

export type Redeem = (params: URLSearchParams) => Promise<void>

/** Without an authorizer nothing listens there: the person copies the address from the browser. */
const unattended = 'http://127.0.0.1:33418/callback'

export function createAuthorization(options: AuthorizationOptions): Authorization {
  const { sdk, server, url, headers, config, host, store, authorizer } = options
  const memory = authMemory(store, url)
  const guarded = guardedFetch(host.fetch, url, headers)
  const send = refreshOnce(guarded, memory)
  const flow = oauthFlow({ sdk, config, memory, fetch: guarded })

  /** Only now is it known that someone has to agree, so only now does anything start to listen. */
  const prepare = async (): Promise<void> => {
    if (!flow.interactive || flow.redirectUrl !== '') return
    const known = Object.values((await memory.read()).issuers)
    const preferred = known.find(({ redirectUrl }) => redirectUrl !== undefined)?.redirectUrl
    flow.redirectUrl = authorizer ? await authorizer.redirectUrl(preferred) : unattended
  }

  const finish = async (answer: string, redeem: Redeem): Promise<void> => {
    const { searchParams } = new URL(answer)
    if (!flow.takeState(searchParams.get('state'))) {
      throw new Error('the answer does not belong to this authorization')
    }
    try {
      await redeem(searchParams)
    } finally {
      flow.settled()
    }
  }

  const agree = async (redeem: Redeem, signal: AbortSignal): Promise<void> => {
    const page = flow.pending()
    if (page === undefined || authorizer === undefined) throw new Error('nobody can be asked')
    // It comes from the server, and something will open it.
    if (!/^https?:$/.test(page.protocol)) throw new Error('the page is not an http address')
    flow.shown()
    try {
      await finish(await authorizer.authorize({ server, url: page.href, signal }), redeem)
    } finally {
      flow.settled()
    }
  }
  let running: Promise<void> | undefined

  return {
    provider: flow.provider,
    async fetch(input, init) {
      const response = await send(input, init)
      if (response.status === 401 || response.status === 403) await prepare()
      return response
    },
    pageUrl: () => flow.pending()?.href,
    canAsk: authorizer !== undefined,
    agree: (redeem, signal) =>
      (running ??= agree(redeem, signal).finally(() => (running = undefined))),
    finish,
  }
}
