import type { OAuthTokens, StoredOAuthClientInformation } from '@modelcontextprotocol/client'
import type { McpStore } from '../store.ts'

export type StoredTokens = OAuthTokens & { readonly issuer?: string }

/** What is remembered of one remote server; credentials belong to the issuer that gave them. */
export interface AuthRecord {
  readonly issuers: Readonly<Record<string, IssuerRecord>>
  /** Whose tokens were saved last. */
  readonly current?: string
}

export interface IssuerRecord {
  readonly client?: StoredOAuthClientInformation
  /** The address that the client was registered with. */
  readonly redirectUrl?: string
  readonly tokens?: StoredTokens
}

export interface AuthMemory {
  read(): Promise<AuthRecord>
  /** Changes one issuer's part, on top of what other processes have written meanwhile. */
  change(issuer: string, change: (record: IssuerRecord) => IssuerRecord): Promise<void>
  /** The tokens of `issuer`, or those that were saved last. */
  tokens(issuer?: string): Promise<StoredTokens | undefined>
  exclusively<T>(work: () => Promise<T>): Promise<T>
}

export function authMemory(store: McpStore, server: URL): AuthMemory {
  // Without the query: it may hold a key, and the same server has the same tokens.
  const key = `tokens ${server.origin}${server.pathname}`
  const read = async (): Promise<AuthRecord> => {
    try {
      const record = JSON.parse((await store.read(key)) ?? '') as AuthRecord
      return typeof record?.issuers === 'object' ? record : { issuers: {} }
    } catch {
      return { issuers: {} }
    }
  }
  return {
    read,
    change: (issuer, change) =>
      store.exclusively(`${key} change`, async () => {
        const record = await read()
        const next = change(Object.hasOwn(record.issuers, issuer) ? record.issuers[issuer]! : {})
        const current = next.tokens === undefined ? record.current : issuer
        await store.write(
          key,
          JSON.stringify({ issuers: { ...record.issuers, [issuer]: next }, current }),
        )
      }),
    async tokens(issuer) {
      const record = await read()
      const from = issuer ?? record.current
      return from !== undefined && Object.hasOwn(record.issuers, from)
        ? record.issuers[from]?.tokens
        : undefined
    },
    exclusively: (work) => store.exclusively(`${key} refresh`, work),
  }
}
