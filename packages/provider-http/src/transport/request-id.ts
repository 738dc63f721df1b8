const requestIds = [
  'x-request-id',
  'request-id',
  'apim-request-id',
  'x-ms-request-id',
  'mistral-correlation-id',
  'x-ds-trace-id',
  'x-generation-id',
  'x-goog-request-id',
  'cf-ray',
]

export function requestIdOf(headers: Headers): string | undefined {
  for (const name of requestIds) {
    const value = headers.get(name)
    if (value !== null && value !== '') return value
  }
  return undefined
}
