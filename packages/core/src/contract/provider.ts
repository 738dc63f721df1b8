import type { Capabilities } from './capabilities.ts'
import type { ChatDelta } from './delta.ts'
import type { JsonObject } from './json.ts'
import type { PreparedRequest } from './request.ts'
import type { StandardSchema } from './standard-schema.ts'

/** What a provider package says of itself; made by `defineProvider`. */
export interface ProviderDefinition {
  /** `[a-z0-9][a-z0-9_-]*`: what stands before the first slash of a model. Compared exactly. */
  readonly prefix: string
  /** For people: `Acme Cloud`. */
  readonly displayName: string
  /** The wire that it speaks, for people: `acme-chat`. */
  readonly wire?: string
  /** Of the configuration block; must be able to give JSON Schema for doctor and editors. */
  readonly configSchema: StandardSchema
  /** Variables that configure it, the key first; for doctor and setup. */
  readonly environment: readonly string[]
  /** Configuration given in code; the application's block wins, field by field. */
  readonly config?: unknown
  /**
   * Called on the first use of the prefix; heavy SDKs are imported here. Receives the validated
   * configuration. Throws `ConfigError` when something is missing, naming variable and field.
   */
  create(config: unknown, host: ProviderHost): Promise<Provider>
}

export interface Provider {
  /** One answer. Throws `ProviderError`; honours `context.signal` at once. Never retries. */
  stream(request: PreparedRequest, context: CallContext): AsyncIterable<ChatDelta>
  /** Facts about a model; what is left out has the documented default. Synchronous and cheap. */
  capabilities(model: string): Capabilities
  /** The request as it would be sent, for `explain`. Sends nothing. */
  explain?(request: PreparedRequest, context: CallContext): Promise<WireRequest>
  listModels?(context: CallContext): AsyncIterable<ModelInfo>
  /** What doctor shows. Throws nothing. */
  check?(context: CallContext): Promise<ProviderCheck>
  /** Tokens of the input, counted by the provider. */
  countTokens?(request: PreparedRequest, context: CallContext): Promise<number>
  dispose?(): Promise<void>
}

export interface CallContext {
  /** Never absent: a provider passes it to everything that waits. */
  readonly signal: AbortSignal
}

/** A provider's whole outside world. */
export interface ProviderHost {
  /** The bodies of requests to models come as bytes: `await new Response(init.body).text()`. */
  readonly fetch: typeof globalThis.fetch
  /** An environment variable, or undefined when it is unset or empty. */
  secret(name: string): string | undefined
  log(level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void
  /** Milliseconds since 1970. */
  now(): number
  /** In [0, 1). */
  random(): number
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

export interface WireRequest {
  readonly method: string
  readonly url: string
  /** Secrets are replaced. */
  readonly headers: Readonly<Record<string, string>>
  /** The exact text of the body. */
  readonly body: string
  /** Where the credentials come from: `ACME_API_KEY`, `providers.acme.api_key`, `profile work`. */
  readonly credentials?: string
}

export interface ModelInfo {
  /** Without the prefix. */
  readonly id: string
  readonly displayName?: string
  readonly contextWindow?: number
  readonly maxOutputTokens?: number
  readonly raw?: JsonObject
}

export interface ProviderCheck {
  readonly items: readonly CheckItem[]
}

export interface CheckItem {
  readonly level: 'ok' | 'warning' | 'error'
  readonly message: string
  /** What to type or change. */
  readonly hint?: string
}
