import type { ErrorCode } from '@autobot/core/provider'
import type { ErrorScene, ErrorWords } from './error-scene.ts'
import { redact } from './redact.ts'

export const proxyHint =
  'The proxy wants a name and a password: write them into HTTPS_PROXY (http://name:password@host:port).'

interface Finding {
  readonly match: RegExp
  readonly what: string
  readonly code?: ErrorCode
  /** Only where another try cannot help. */
  readonly retryable?: false
  hint(scene: ErrorScene, host: string): string
}

/** By the codes of Node's network, TLS and fetch; the first match counts. */
const findings: readonly Finding[] = [
  {
    // Fetch makes an error without a word of an answer with this status.
    match: /^PROXY_407$|^HTTP 407$/,
    what: 'the proxy refuses to connect',
    retryable: false,
    hint: () => proxyHint,
  },
  {
    match: /^PROXY_/,
    what: 'the proxy did not connect',
    hint: (_scene, host) =>
      `Check HTTPS_PROXY, or add ${host} to NO_PROXY if it is reached without a proxy.`,
  },
  {
    match: /^(ENOTFOUND|EAI_|EDNS|ENODATA)/,
    what: 'the name of the server is not known',
    hint: ({ prefix }, host) =>
      `Is "${host}" right (providers.${prefix}.api_base), and is the network there?`,
  },
  {
    match: /ALTNAME_INVALID/,
    what: 'the certificate is for another name',
    retryable: false,
    hint: ({ prefix }) => `Check providers.${prefix}.api_base, or who answers in its place.`,
  },
  {
    match: /CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/,
    what: 'the certificate is not valid now',
    retryable: false,
    hint: () => "Check this machine's clock; else the server's certificate has to be renewed.",
  },
  {
    match: /SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|CERT_UNTRUSTED|CERT_SIGNATURE|CERT_CHAIN/,
    what: 'the certificate is not trusted',
    retryable: false,
    hint: () => 'If a company or a proxy signed it, name its root in NODE_EXTRA_CA_CERTS.',
  },
  {
    match: /ERR_SSL|EPROTO/,
    what: 'no TLS could be agreed on',
    retryable: false,
    hint: ({ baseUrl }) => `Is ${baseUrl} served with https? Write http:// if it is not.`,
  },
  {
    match: /TIMEDOUT|TIMEOUT/i,
    what: 'no connection in time',
    code: 'timeout',
    hint: ({ prefix }) => `Check the network, the proxy and providers.${prefix}.api_base.`,
  },
]

/** The request did not get an answer, or its connection broke. */
export function connectionError(scene: ErrorScene, error: unknown): ErrorWords {
  const { prefix, baseUrl, secrets } = scene
  const why = redact(reasonOf(error), secrets)
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : baseUrl
  const found = findings.find(({ match }) => match.test(why))
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(host)
  const hint =
    found?.hint(scene, host) ??
    (isLocal
      ? `Is the server running at ${baseUrl}?`
      : `Check the network, the proxy and providers.${prefix}.api_base.`)
  const what = found === undefined ? why : `${found.what}, ${why}`
  return {
    message: `${prefix}: no connection with ${baseUrl} (${what}).`,
    code: found?.code ?? 'network',
    provider: prefix,
    hint,
    cause: error,
    ...(found?.retryable !== undefined && { retryable: found.retryable }),
  }
}

/** The server was reached, and answered; then the connection broke. */
export function brokenAnswer(scene: ErrorScene, error: unknown): ErrorWords {
  const { prefix, baseUrl, secrets } = scene
  const why = redact(reasonOf(error), secrets)
  return {
    message: `${prefix}: the connection broke in the middle of the answer (${why}).`,
    code: 'network',
    provider: prefix,
    hint: `Ask again; if it keeps happening, look at ${baseUrl} and at what stands between: a proxy, a time limit.`,
    cause: error,
  }
}

/** Fetch hides the reason one level down, and several attempts two. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const first: unknown = cause instanceof AggregateError ? (cause.errors[0] ?? cause) : cause
  const code = (first as { readonly code?: unknown } | null)?.code
  if (typeof code === 'string' && code !== '') return code
  if (!(first instanceof Error)) return String(first)
  return first.message === '' && first !== error ? 'HTTP 407' : first.message
}

/** The patience of the configuration came to its end. */
export function noAnswerInTime({ prefix }: ErrorScene, timeoutMs: number): ErrorWords {
  return {
    message: `${prefix}: no answer within ${timeoutMs / 1000} s.`,
    code: 'timeout',
    provider: prefix,
    hint: `Try again, or raise providers.${prefix}.timeout_seconds.`,
  }
}

/** The server sends us elsewhere. */
export function redirected(scene: ErrorScene, response: Response): ErrorWords {
  const { prefix, baseUrl, secrets } = scene
  const { status } = response
  const location = response.headers.get('location') ?? ''
  const target = URL.canParse(location, baseUrl) ? new URL(location, baseUrl) : undefined
  const isElsewhere = target !== undefined && target.origin !== new URL(baseUrl).origin
  // Without the query, which may hold what a sign-in page is given.
  const where = target === undefined ? 'nowhere' : redact(target.origin + target.pathname, secrets)
  return {
    message: `${prefix}: HTTP ${status}, sent on to ${where}${isElsewhere ? ', another host' : ''}.`,
    code: 'invalid_request',
    provider: prefix,
    status,
    hint: `It is not followed, since the key would go along. If ${where} is right, write it as providers.${prefix}.api_base; else a proxy or a sign-in answers in its place.`,
  }
}
