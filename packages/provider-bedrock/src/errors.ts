import { ProviderError } from '@autobot/core/provider'
import type { ErrorCode } from '@autobot/core/provider'
import type { CallPlace, ServiceFailure } from './failure.ts'
import { hintFor } from './hints.ts'

const codesByType: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ['ThrottlingException', 'rate_limit'],
  ['TooManyRequestsException', 'rate_limit'],
  ['ServiceQuotaExceededException', 'quota'],
  ['AccessDeniedException', 'permission'],
  ['UnrecognizedClientException', 'auth'],
  ['InvalidSignatureException', 'auth'],
  ['IncompleteSignatureException', 'auth'],
  ['InvalidClientTokenId', 'auth'],
  ['MissingAuthenticationTokenException', 'auth'],
  ['ExpiredTokenException', 'auth'],
  ['ExpiredToken', 'auth'],
  ['RequestExpired', 'auth'],
  ['RequestTimeTooSkewed', 'auth'],
  ['ResourceNotFoundException', 'model_not_found'],
  ['ValidationException', 'invalid_request'],
  ['ConflictException', 'invalid_request'],
  ['ModelTimeoutException', 'timeout'],
  ['ModelErrorException', 'server'],
  ['ModelStreamErrorException', 'server'],
  ['ModelNotReadyException', 'overloaded'],
  ['ServiceUnavailableException', 'overloaded'],
  ['InternalServerException', 'server'],
])

export function serviceError(failure: ServiceFailure, place: CallPlace): ProviderError {
  const code = failureCode(failure)
  const { status, requestId, retryAfterMs } = failure
  const where = status === undefined ? failure.type || 'Bedrock' : `HTTP ${status}`
  const hint = hintFor(code, failure, place)
  return new ProviderError(`${where}: ${place.redact(failure.message)}`, {
    code,
    provider: 'bedrock',
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { requestId }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(hint !== undefined && { hint }),
  })
}

function failureCode({ type, message, status }: ServiceFailure): ErrorCode {
  // The kind comes before the words: "too many tokens" of a throttle is not an overflow.
  const byType = codesByType.get(type) ?? (status === undefined ? 'server' : codeOfStatus(status))
  if (byType === 'rate_limit' && /per day/i.test(message)) return 'quota'
  if (byType === 'server' && /invalid sequence as part of ToolUse/i.test(message)) {
    return 'bad_response'
  }
  if (byType === 'permission' && isCredentialsMessage(message)) return 'auth'
  if (byType !== 'invalid_request') return byType
  if (overflow.test(message)) return 'context_overflow'
  if (
    /model identifier is invalid|on-demand throughput|model version has reached the end/i.test(
      message,
    )
  ) {
    return 'model_not_found'
  }
  return /(?:this|the provided) model doesn.t support/i.test(message) ? 'unsupported' : byType
}

const overflow =
  /input is too long for requested model|prompt is too long|exceed context limit|too many total text bytes|exceeds the (?:maximum )?context|maximum context length/i

function isCredentialsMessage(message: string): boolean {
  // The caller is known; names of its role and of the action may hold any of these words.
  if (/not authorized to perform/i.test(message)) return false
  return /security token|signature|credential|api key|bearer|authentication|token (?:has|is) expired/i.test(
    message,
  )
}

function codeOfStatus(status: number): ErrorCode {
  if (status === 401) return 'auth'
  if (status === 402) return 'quota'
  if (status === 403) return 'permission'
  if (status === 404) return 'model_not_found'
  if (status === 408 || status === 504) return 'timeout'
  if (status === 429) return 'rate_limit'
  if (status === 503) return 'overloaded'
  return status >= 500 || status === 424 ? 'server' : 'invalid_request'
}

/** Reads the failure of a response whose status says that it is one. */
export function readFailure(response: Response, body: string, now?: number): ServiceFailure {
  const parsed = parseBody(body)
  const type = response.headers.get('x-amzn-errortype') ?? parsed['__type'] ?? parsed['code'] ?? ''
  const message = parsed['message'] ?? parsed['Message'] ?? plain(body)
  const requestId = response.headers.get('x-amzn-requestid') ?? undefined
  const retryAfterMs = readRetryAfter(response.headers)
  const theirs = Date.parse(response.headers.get('date') ?? '')
  const clock = now === undefined || Number.isNaN(theirs) ? {} : { clockAheadMs: now - theirs }
  return {
    type: typeName(type),
    message: message === '' ? response.statusText || 'no explanation was given' : message,
    status: response.status,
    ...(requestId !== undefined && { requestId }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...clock,
  }
}

/** `aws.protocols#ValidationException:http://…` → `ValidationException`. */
export function typeName(raw: string): string {
  const type = /^[^:]*/.exec(raw.slice(raw.lastIndexOf('#') + 1))?.[0] ?? ''
  return type === '' ? '' : type.charAt(0).toUpperCase() + type.slice(1)
}

function parseBody(body: string): Readonly<Record<string, string | undefined>> {
  try {
    const value: unknown = JSON.parse(body)
    // What stands in front of the service may wrap its errors, or be of another make.
    const first: unknown = Array.isArray(value) ? value[0] : value
    if (typeof first === 'string') return { message: first }
    if (typeof first !== 'object' || first === null) return {}
    const { error } = first as { readonly error?: unknown }
    const inner = typeof error === 'string' ? { message: error } : (error as object | undefined)
    return Object.fromEntries(
      Object.entries({ ...inner, ...first }).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    )
  } catch {
    return {}
  }
}

/** A proxy's page, shortened to what it says. */
function plain(body: string): string {
  return body
    .replaceAll(/<[^>]*>|\s+/g, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
    .slice(0, 200)
}

function readRetryAfter(headers: Headers): number | undefined {
  const ms = Number(headers.get('x-amz-retry-after') ?? Number.NaN)
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  const wait = Number.isFinite(ms) ? ms : seconds * 1000
  return Number.isFinite(wait) && wait >= 0 ? wait : undefined
}

/** Expired credentials may be replaced by new ones from the same place. */
export function isExpired(failure: ServiceFailure): boolean {
  return (
    /^(?:ExpiredToken|RequestExpired)/.test(failure.type) ||
    /token .{0,40}expired/i.test(failure.message)
  )
}
