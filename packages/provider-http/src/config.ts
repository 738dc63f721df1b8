import { configSchema } from '@autobot/core/provider'
import { wireNames, type WireName } from './wires.ts'

/** The block `providers.<prefix>` of a server that speaks HTTP. */
export interface HttpProviderConfig {
  readonly apiKey?: string
  /** Replaces the base URL. */
  readonly apiBase?: string
  /** Sent with each request; a name that the provider sends itself is replaced. */
  readonly extraHeaders?: Readonly<Record<string, string>>
  readonly organization?: string
  readonly project?: string
  /** Until an answer begins. Default: core's. */
  readonly timeoutSeconds?: number
  /** The wire. Required for a prefix that is not known; replaces that of one that is. */
  readonly type?: WireName
  /**
   * `openai`: requests of the OpenAI wires go out through the client of the `openai` package, which
   * the application installs; for what hooks into it. The bytes are the same. Default: `fetch`.
   */
  readonly client?: 'fetch' | 'openai'
}

export const httpConfigSchema = configSchema<HttpProviderConfig>({
  type: 'object',
  properties: {
    apiKey: { type: 'string', description: 'The key, if it is not in the environment.' },
    apiBase: { type: 'string', description: 'The base URL, if it is not the usual one.' },
    extraHeaders: { type: 'object', description: 'Headers for each request.' },
    organization: { type: 'string' },
    project: { type: 'string' },
    timeoutSeconds: { type: 'number', description: 'Until an answer begins.' },
    client: { type: 'string', enum: ['fetch', 'openai'], description: 'What sends requests.' },
    type: { type: 'string', enum: [...wireNames], description: 'The wire that it speaks.' },
  },
})
