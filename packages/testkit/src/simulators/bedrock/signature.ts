import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { BedrockRefusal, Verdict } from './refusal.ts'

export interface AwsKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Of temporary keys: they are unknown without it. */
  readonly sessionToken?: string
}

export interface SignedRequest {
  readonly method: string
  /** Path and query as they came. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
}

export interface Verifier {
  readonly region: string
  /** By access key id. */
  readonly keys: ReadonlyMap<string, AwsKeys>
  readonly expired: ReadonlySet<string>
  readonly bearerTokens: ReadonlySet<string>
  /** Absent: any clock is right. */
  readonly now: (() => number) | undefined
}

/** Computes the signature again from what arrived, with nothing but `node:crypto`. */
export function checkCaller(request: SignedRequest, verifier: Verifier): Verdict {
  const authorization = request.headers['authorization'] ?? ''
  if (authorization === '') {
    return denied('MissingAuthenticationTokenException', 'Missing Authentication Token')
  }
  if (authorization.startsWith('Bearer ')) {
    const token = authorization.slice('Bearer '.length)
    if (verifier.expired.has(token)) {
      return denied('AccessDeniedException', 'Bearer Token has expired')
    }
    return verifier.bearerTokens.has(token)
      ? undefined
      : denied(
          'AccessDeniedException',
          'Authentication failed: Please make sure your API Key is valid.',
        )
  }
  return checkSignature(request, authorization, verifier)
}

function checkSignature(
  request: SignedRequest,
  authorization: string,
  verifier: Verifier,
): Verdict {
  const { headers } = request
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      authorization,
    )
  if (parts === null) {
    return denied('IncompleteSignatureException', 'Authorization header is malformed.')
  }
  const [, id = '', day = '', region = '', service = '', names = '', signature = ''] = parts
  const keys = verifier.keys.get(id)
  if (keys === undefined || keys.sessionToken !== headers['x-amz-security-token']) {
    return denied(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    )
  }
  if (verifier.expired.has(id)) {
    return denied('ExpiredTokenException', 'The security token included in the request is expired')
  }
  if (service !== 'bedrock') {
    return wrong("Credential should be scoped to correct service: 'bedrock'. ")
  }
  if (region !== verifier.region) return wrong('Credential should be scoped to a valid region. ')
  const stamp = headers['x-amz-date'] ?? ''
  const skew = skewOf(stamp, day, verifier.now)
  if (skew !== undefined) return wrong(skew)
  const signed = names.split(';')
  const needed = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))]
  if (needed.some((name) => !signed.includes(name))) {
    return wrong('A header that must be signed is not.')
  }
  const expected = signatureOf(request, keys.secretAccessKey, signed, {
    day,
    region,
    service,
    stamp,
  })
  return timingSafeEqual(Buffer.from(expected, 'hex'), Buffer.from(signature, 'hex'))
    ? undefined
    : wrong(
        'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      )
}

interface Scope {
  readonly day: string
  readonly region: string
  readonly service: string
  readonly stamp: string
}

function signatureOf(
  { method, url, headers, body }: SignedRequest,
  secret: string,
  signed: readonly string[],
  { day, region, service, stamp }: Scope,
): string {
  const at = url.indexOf('?')
  const path = at === -1 ? url : url.slice(0, at)
  const query = at === -1 ? '' : url.slice(at + 1)
  const canonical = [
    method,
    // The path is escaped once more than it is sent.
    path.split('/').map(escape).join('/'),
    query
      .split('&')
      .filter((pair) => pair !== '')
      .toSorted()
      .join('&'),
    ...signed.map((name) => `${name}:${(headers[name] ?? '').trim().replaceAll(/ +/g, ' ')}`),
    '',
    signed.join(';'),
    createHash('sha256').update(body).digest('hex'),
  ].join('\n')
  const scope = `${day}/${region}/${service}/aws4_request`
  const hashed = createHash('sha256').update(canonical).digest('hex')
  const key = [day, region, service, 'aws4_request'].reduce<Buffer | string>(
    (from, text) => createHmac('sha256', from).update(text).digest(),
    `AWS4${secret}`,
  )
  return createHmac('sha256', key)
    .update(['AWS4-HMAC-SHA256', stamp, scope, hashed].join('\n'))
    .digest('hex')
}

function escape(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function skewOf(stamp: string, day: string, now: (() => number) | undefined): string | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp)
  if (found === null || !stamp.startsWith(day)) return 'Date in Credential scope does not match.'
  if (now === undefined) return undefined
  const [, year = '', month = '', date = '', ...time] = found
  const at = Date.parse(`${year}-${month}-${date}T${time.join(':')}Z`)
  if (Math.abs(now() - at) <= 5 * 60_000) return undefined
  return at < now()
    ? `Signature expired: ${stamp} is now earlier than the time of the service (5 min.)`
    : `Signature not yet current: ${stamp} is still later than the time of the service (5 min.)`
}

function denied(type: string, message: string): BedrockRefusal {
  return { status: 403, type, message }
}

function wrong(message: string): BedrockRefusal {
  return denied('InvalidSignatureException', message)
}
