import type { WireRequest } from '@autobot/core/provider'
import type { Endpoint } from './endpoint.ts'
import type { Exchange } from './transport/ask.ts'

const secretInQuery = /([?&][^=&]*(?:key|token|sig|secret|auth|pass)[^=&]*=)[^&]+/gi

/** A request for people: secrets are replaced. */
export function explained(
  { method, baseUrl, path, headers, body }: Exchange['outgoing'],
  { credentials, isSecret }: Endpoint,
): WireRequest {
  return {
    method,
    url: `${baseUrl}${path}`.replace(secretInQuery, '$1[redacted]'),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, isSecret(name) ? '[redacted]' : value]),
    ),
    body: body === undefined ? '' : JSON.stringify(body),
    ...(credentials !== undefined && { credentials }),
  }
}
