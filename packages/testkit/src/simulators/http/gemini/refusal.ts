import type { HttpRefusal } from '../wire.ts'

const statuses: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
}

export function refuseGemini(code: number, message: string): HttpRefusal {
  const status = statuses[code] ?? (code < 500 ? 'INVALID_ARGUMENT' : 'INTERNAL')
  return { status: code, message, body: { error: { code, message, status } } }
}

export function invalid(message: string): HttpRefusal {
  return refuseGemini(400, message)
}

/** Where no message of the service is known: its kind is real, its words are ours. */
export function strict(message: string): HttpRefusal {
  return invalid(`simulator: ${message}`)
}

export function unknownName(name: string, path: string): HttpRefusal {
  const where = path === '' ? '' : ` at '${path}'`
  return invalid(
    `Invalid JSON payload received. Unknown name "${name}"${where}: Cannot find field.`,
  )
}
