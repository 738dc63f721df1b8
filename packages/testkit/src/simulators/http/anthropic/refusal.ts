import type { HttpRefusal } from '../wire.ts'

const kinds: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  529: 'overloaded_error',
}

export function refuseAnthropic(status: number, message: string): HttpRefusal {
  const type = kinds[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error')
  return {
    status,
    message,
    body: { type: 'error', error: { type, message }, request_id: 'req_simulated' },
  }
}

export function invalid(message: string): HttpRefusal {
  return refuseAnthropic(400, message)
}

/** Where no message of the service is known: its kind is real, its words are ours. */
export function strict(message: string): HttpRefusal {
  return invalid(`simulator: ${message}`)
}
