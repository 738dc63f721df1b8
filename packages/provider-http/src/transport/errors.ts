import { ProviderError, type ErrorCode } from '@autobot/core/provider'
import { readErrorBody, type WireFault } from '../wire/fault.ts'
import { parseJson } from './body.ts'
import { classify } from './classify.ts'
import { redact } from './redact.ts'
import { retryAfterMs } from './retry-after.ts'

/** What an error has to know of the provider that it happened at. */
export interface ErrorScene {
  readonly prefix: string
  readonly baseUrl: string
  readonly model?: string
  /** Where the key comes from, for hints. */
  readonly credentials: string | undefined
  readonly secrets: readonly string[]
  readonly now: () => number
}

const requestIds = ['x-request-id', 'request-id', 'x-generation-id', 'cf-ray', 'x-goog-request-id']

export function requestIdOf(headers: Headers): string | undefined {
  for (const name of requestIds) {
    const value = headers.get(name)
    if (value !== null && value !== '') return value
  }
  return undefined
}

/** An answer with a status that is not 2xx, its body read. */
export function refusal(scene: ErrorScene, response: Response, body: string): ProviderError {
  return fromFault(scene, faultOfText(body, response), response)
}

/** A body of text as a fault: JSON of any shape, a page of a proxy, or nothing. */
export function faultOfText(body: string, response: Response): WireFault {
  const text = body.trim()
  const status = `${response.status} ${response.statusText}`.trim()
  if (text === '') {
    // Seen where a prompt was too long: a refusal without a word.
    const isOverflow = response.status === 413
    return { message: `HTTP ${status}`, kinds: isOverflow ? ['context_length_exceeded'] : [] }
  }
  const value = parseJson(text)
  if (value !== undefined) return readErrorBody(value)
  const isPage = text.startsWith('<')
  const title = /<title>([^<]*)<\/title>/i.exec(text)?.[1]?.trim()
  if (!isPage) return { message: text.slice(0, 500), kinds: [] }
  const what =
    title === undefined || title === '' ? 'a page instead of an answer' : `a page: ${title}`
  return { message: `HTTP ${status}, ${what}`, kinds: response.ok ? ['server_error'] : [] }
}

/** What the provider said, as the one vocabulary of errors. */
export function fromFault(scene: ErrorScene, fault: WireFault, response: Response): ProviderError {
  const { prefix, secrets } = scene
  const status = response.ok ? fault.status : response.status
  const code = classify(fault, status)
  const message = redact(fault.message, secrets)
  const hint = hintFor(code, scene, message)
  const wait = fault.retryAfterMs ?? retryAfterMs(response.headers, scene.now(), message)
  const requestId = requestIdOf(response.headers) ?? fault.requestId
  const should = response.headers.get('x-should-retry')
  const retryable =
    should === 'true' || should === 'false' ? should === 'true' : status === 409 ? true : undefined
  return new ProviderError(`${prefix}: ${message}`, {
    code,
    provider: prefix,
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { requestId }),
    ...(retryable !== undefined && { retryable }),
    ...(wait !== undefined && { retryAfterMs: wait }),
    ...(hint !== undefined && { hint }),
  })
}

/** The request did not get an answer, or its connection broke. */
export function connectionError(scene: ErrorScene, error: unknown): ProviderError {
  const { prefix, baseUrl, secrets } = scene
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const word = (cause as { readonly code?: unknown } | null)?.code
  const message = cause instanceof Error && cause.message !== '' ? cause.message : String(cause)
  const why = redact(typeof word === 'string' ? word : message, secrets)
  const isTimeout = /TIMEDOUT|TIMEOUT/i.test(why)
  return new ProviderError(`${prefix}: no connection with ${baseUrl} (${why}).`, {
    code: isTimeout ? 'timeout' : 'network',
    provider: prefix,
    hint: /localhost|127\.0\.0\.1|\[::1\]/.test(baseUrl)
      ? `Is the server running at ${baseUrl}?`
      : `Check the network, the proxy and providers.${prefix}.api_base.`,
    cause: error,
  })
}

export function badResponse(scene: ErrorScene, what: string): ProviderError {
  const { prefix, secrets } = scene
  return new ProviderError(`${prefix}: ${redact(what, secrets)}`, {
    code: 'bad_response',
    provider: prefix,
  })
}

export function abortedError(scene: ErrorScene, signal: AbortSignal): ProviderError {
  const { prefix } = scene
  return new ProviderError('The call was aborted.', {
    code: 'aborted',
    provider: prefix,
    cause: signal.reason,
  })
}

function hintFor(code: ErrorCode, scene: ErrorScene, message: string): string | undefined {
  const { prefix, model, credentials } = scene
  if (/enable-auto-tool-choice/.test(message)) {
    return 'Start the server with --enable-auto-tool-choice and --tool-call-parser.'
  }
  if (/--jinja/.test(message)) return 'Start the server with --jinja.'
  switch (code) {
    case 'auth':
      return `Check the key in ${credentials ?? `providers.${prefix}.api_key`}.`
    case 'permission':
      return `The key of ${credentials ?? prefix} may not use ${model ?? 'this'}: check its rights.`
    case 'quota':
      return `The account of ${prefix} has no credit or quota left.`
    case 'model_not_found':
      return `Check the model's name: autobot models ${prefix} lists those that there are.`
    case 'context_overflow':
      return 'Shorten the conversation, or use a model with a larger context window.'
    case 'rate_limit':
      return 'Wait, or send fewer requests at a time.'
    default:
      return undefined
  }
}
