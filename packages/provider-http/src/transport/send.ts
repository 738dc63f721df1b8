import { encodeJson, type JsonObject } from '@autobot/core/provider'

/** A request as it leaves: everything is decided. */
export interface Outgoing {
  readonly method: 'GET' | 'POST'
  readonly baseUrl: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: JsonObject
  readonly signal: AbortSignal
}

/** Sends once: no retry, no check of the status, the body unread. */
export type Send = (outgoing: Outgoing, fetch: typeof globalThis.fetch) => Promise<Response>

export const plainSend: Send = ({ method, baseUrl, path, headers, body, signal }, fetch) =>
  fetch(`${baseUrl}${path}`, {
    method,
    headers,
    signal,
    redirect: 'manual',
    ...(body !== undefined && { body: encodeJson(body) }),
  })
