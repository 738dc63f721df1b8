import type { JsonObject, JsonValue } from '@autobot/core/provider'

// Servers send null, '' and other types where a specification says otherwise: nothing that
// arrives is trusted to be what it should be.

export function objectOf(value: JsonValue | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined
}

export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : []
}

/** A string that is not empty. */
export function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function numberOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** Undefined where the text is not JSON. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}

/**
 * Whether a value is `{error:{…}}`, `{error:'…'}`, `[{error}]`, `{object:'error'}`,
 * `{type:'error',error}`, `{code,error}` or `{base_resp}`: an error, where an answer should be.
 * What it says is read when it is put into words (read-fault.ts).
 */
export function isFault(value: JsonValue): boolean {
  const body = faultBody(value)
  if (body === undefined) return false
  const { error } = body
  const code = numberOf(objectOf(body['base_resp'])?.['status_code']) ?? 0
  const named = objectOf(error) !== undefined || textOf(error) !== undefined
  return named || code !== 0 || body['object'] === 'error'
}

/** Some send an error as a list of one. */
export function faultBody(value: JsonValue): JsonObject | undefined {
  return objectOf(Array.isArray(value) ? value[0] : value)
}
