/** A JSON scalar. */
export type JsonPrimitive = string | number | boolean | null

/** Any value that JSON can hold. */
export type JsonValue = JsonPrimitive | readonly JsonValue[] | JsonObject

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined
}

/**
 * Opaque state of providers, keyed by provider prefix. It is round-tripped byte for byte to the
 * provider that made it and to no other; core never reads inside.
 */
export interface ProviderMetadata {
  readonly [provider: string]: JsonObject | undefined
}
