import type { ErrorCode } from '@autobot/core/provider'
import type { FaultStep } from '../wire/codec.ts'
import type { WireFault } from '../wire/fault.ts'
import { readErrorBody } from '../wire/read-fault.ts'
import { parseJson } from '../wire/values.ts'
import { classify } from './classify.ts'
import type { ErrorAnswer, ErrorScene, ErrorWords } from './error-scene.ts'
import { proxyHint } from './network-errors.ts'
import { redact } from './redact.ts'
import { retryAfterMs } from './retry-after.ts'

/** A body of text as a fault: JSON of any shape, a page of a proxy, or nothing. */
function faultOfText(
  body: string,
  { response }: ErrorAnswer,
  { wordlessOverflow = [413] }: ErrorScene,
): WireFault {
  const text = body.trim()
  const status = `${response.status} ${response.statusText}`.trim()
  if (text === '') {
    // Seen where a prompt was too long: a refusal without a word.
    const isOverflow = wordlessOverflow.includes(response.status)
    const kinds = isOverflow ? ['context_length_exceeded'] : []
    return { message: `HTTP ${status}`, kinds, form: 'nothing' }
  }
  const value = parseJson(text)
  if (value !== undefined) return readErrorBody(value)
  if (!text.startsWith('<')) return { message: text.slice(0, 500), kinds: [] }
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1]?.trim()
  const what =
    title === undefined || title === '' ? 'a page instead of an answer' : `a page: ${title}`
  const kinds = response.ok ? ['server_error'] : []
  return { message: `HTTP ${status}, ${what}`, kinds, form: 'page' }
}

/** A status that is no success. */
export function refused(scene: ErrorScene, answer: ErrorAnswer, body: string): ErrorWords {
  return fromFault(scene, faultOfText(body, answer, scene), answer)
}

/** A status of success, but a body that no server of this wire writes. */
export function noAnswer(scene: ErrorScene, answer: ErrorAnswer, body: string): ErrorWords {
  const { response } = answer
  const fault = faultOfText(body, answer, scene)
  if (fault.form === 'page') return fromFault(scene, fault, answer)
  const type = response.headers.get('content-type') ?? 'no content type'
  const what =
    fault.form === 'nothing'
      ? `HTTP ${response.status} with an empty body`
      : `HTTP ${response.status} with ${type} instead of an answer: ${body.trim().slice(0, 200)}`
  return badResponse(scene, what, wrongPlace(scene))
}

/** A fault that stands where the answer should be, or in the middle of it. */
export function fromStep(scene: ErrorScene, step: FaultStep, answer: ErrorAnswer): ErrorWords {
  return fromFault(scene, 'said' in step ? readErrorBody(step.said) : step.fault, answer)
}

/** What the provider said, as the one vocabulary of errors. */
function fromFault(scene: ErrorScene, fault: WireFault, answer: ErrorAnswer): ErrorWords {
  const { prefix, secrets } = scene
  const { response } = answer
  const status = response.ok ? fault.status : response.status
  const code = classify(fault, status)
  const message = redact(fault.message, secrets)
  const hint = hintFor(code, scene, fault, status)
  const wait = fault.retryAfterMs ?? retryAfterMs(response.headers, scene.now(), message)
  const requestId = answer.requestId ?? fault.requestId
  const should = response.headers.get('x-should-retry')
  const retryable =
    should === 'true' || should === 'false'
      ? should === 'true'
      : status === 409
        ? true
        : status === 407
          ? false
          : undefined
  return {
    message: `${prefix}: ${message}`,
    code,
    provider: prefix,
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { requestId }),
    ...(retryable !== undefined && { retryable }),
    ...(wait !== undefined && { retryAfterMs: wait }),
    ...(hint !== undefined && { hint }),
  }
}

export function badResponse(scene: ErrorScene, what: string, hint?: string): ErrorWords {
  const { prefix, secrets } = scene
  return {
    message: `${prefix}: ${redact(what, secrets)}`,
    code: 'bad_response',
    provider: prefix,
    ...(hint !== undefined && { hint }),
  }
}

function wrongPlace({ prefix, baseUrl }: ErrorScene): string {
  return `Check providers.${prefix}.api_base (${baseUrl}), and what stands between: a proxy, a firewall, a sign-in.`
}

function hintFor(
  code: ErrorCode,
  scene: ErrorScene,
  { message, form }: WireFault,
  status: number | undefined,
): string | undefined {
  const { prefix, model, credentials } = scene
  if (status === 407) return proxyHint
  if (/enable-auto-tool-choice/.test(message)) {
    return 'Start the server with --enable-auto-tool-choice and --tool-call-parser.'
  }
  if (/--jinja/.test(message)) return 'Start the server with --jinja.'
  if (form === 'page' || ((status === 404 || status === 405) && code === 'invalid_request'))
    return wrongPlace(scene)
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
