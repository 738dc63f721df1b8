import type { JsonObject, JsonValue } from '@autobot/core/provider'
import type { WireFault } from './fault.ts'
import { faultBody, listOf, numberOf, objectOf, textOf } from './values.ts'

/**
 * Reads `{error:{…}}`, `{error:'…'}`, `[{error}]`, `{object:'error'}`, `{type:'error',error}`,
 * `{code,error}`, `{detail}`, `{message}` and `{base_resp}`. Undefined: this is no error.
 */
function readFault(value: JsonValue): WireFault | undefined {
  const body = faultBody(value)
  if (body === undefined) return undefined
  const { error } = body
  const nested = objectOf(error)
  if (nested !== undefined) return fromObject(nested, body)
  if (typeof error === 'string' && error !== '') {
    return fromObject({ ...body, message: textOf(body['message']) ?? error }, body)
  }
  const base = objectOf(body['base_resp'])
  const code = base && numberOf(base['status_code'])
  if (base !== undefined && code !== undefined && code !== 0) {
    return { message: textOf(base['status_msg']) ?? `error ${code}`, kinds: [minimaxKind(code)] }
  }
  return body['object'] === 'error' ? fromObject(body, body) : undefined
}

/** The body of a refused request: whatever it holds, it is an error. */
export function readErrorBody(value: JsonValue): WireFault {
  const known = readFault(value)
  if (known !== undefined) return known
  const body = objectOf(value)
  if (body === undefined) return { message: JSON.stringify(value), kinds: [] }
  const { detail } = body
  const said = textOf(detail) ?? textOf(body['message']) ?? textOf(body['Message'])
  if (said !== undefined) return fromObject({ ...body, message: said }, body)
  const listed = details(detail) ?? details(body['errors'])
  return { message: listed ?? JSON.stringify(value), kinds: [] }
}

/** What a framework found wrong: a list of `{msg, loc}`, or of messages. */
function details(value: JsonValue | undefined): string | undefined {
  const found = listOf(value).flatMap((entry) => {
    const one = objectOf(entry)
    const said = textOf(entry) ?? (one && (textOf(one['msg']) ?? textOf(one['message'])))
    if (said === undefined) return []
    const where = listOf(one?.['loc']).join('.')
    return where === '' ? said : `${said} (${where})`
  })
  return found.length === 0 ? undefined : found.slice(0, 5).join('; ')
}

/** Most write a text, some an object that holds what a framework found wrong. */
function messageOf(error: JsonObject): string {
  const { message } = error
  const inner = objectOf(message)
  return (
    textOf(message) ??
    textOf(error['msg']) ??
    details(inner?.['detail']) ??
    (inner === undefined ? 'no reason was given' : JSON.stringify(inner))
  )
}

function fromObject(error: JsonObject, body: JsonObject): WireFault {
  const metadata = objectOf(error['metadata'])
  const upstream = metadata && textOf(metadata['raw'])
  const message = messageOf(error)
  const inner = objectOf(error['innererror'])
  const words = [error['code'], error['type'], error['status'], inner?.['code'], error['param']]
  // A gateway's moderation says what it flagged.
  if (listOf(metadata?.['reasons']).length > 0) words.push('content_filter')
  const status =
    httpStatus(error['status_code']) ?? httpStatus(error['code']) ?? httpStatus(error['status'])
  const wait = retryInfo(error)
  const requestId = textOf(body['request_id'])
  return {
    message: upstream === undefined ? message : `${message}: ${upstream}`,
    kinds: [...words, ...quotaIds(error)].filter(
      (word): word is string => typeof word === 'string' && word !== '',
    ),
    ...(status !== undefined && { status }),
    ...(wait !== undefined && { retryAfterMs: wait }),
    ...(requestId !== undefined && { requestId }),
  }
}

function httpStatus(value: JsonValue | undefined): number | undefined {
  const status =
    typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : numberOf(value)
  return status !== undefined && status >= 400 && status < 600 ? status : undefined
}

function retryInfo(error: JsonObject): number | undefined {
  for (const item of listOf(error['details'])) {
    const seconds = /^([\d.]+)s$/.exec(textOf(objectOf(item)?.['retryDelay']) ?? '')?.[1]
    if (seconds !== undefined) return Math.ceil(Number(seconds) * 1000)
  }
  return undefined
}

function quotaIds(error: JsonObject): string[] {
  return listOf(error['details']).flatMap((item) =>
    listOf(objectOf(item)?.['violations']).flatMap(
      (violation) => textOf(objectOf(violation)?.['quotaId']) ?? [],
    ),
  )
}

function minimaxKind(code: number): string {
  const kinds: Readonly<Record<number, string>> = {
    1002: 'rate_limit_exceeded',
    1004: 'authentication_error',
    1008: 'insufficient_quota',
    1026: 'content_filter',
    1027: 'content_filter',
    1039: 'rate_limit_exceeded',
    2013: 'invalid_request_error',
    2049: 'authentication_error',
  }
  return kinds[code] ?? 'api_error'
}
