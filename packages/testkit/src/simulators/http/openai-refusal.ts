import type { HttpRefusal } from './wire.ts'

/** OpenAI's words for a fault, on both of its wires. */
export function invalid(message: string, param?: string, code?: string): HttpRefusal {
  const error = {
    message,
    type: 'invalid_request_error',
    param: param ?? null,
    code: code ?? null,
  }
  return { status: 400, message, body: { error } }
}

/** Where no message of the service is known: its kind is real, its words are ours. */
export function strict(message: string, param?: string): HttpRefusal {
  return invalid(`simulator: ${message}`, param)
}

export function refuseOpenAi(status: number, message: string, kind?: string): HttpRefusal {
  const type = status === 401 ? 'invalid_request_error' : status >= 500 ? 'server_error' : kind
  return {
    status,
    message,
    body: {
      error: { message, type: type ?? 'invalid_request_error', param: null, code: kind ?? null },
    },
  }
}

export function bearer(headers: Readonly<Record<string, string | undefined>>): string | undefined {
  return /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1]
}

/** Models that reason before they answer: they refuse sampling. */
export function reasons(model: string): boolean {
  return /^(o\d|gpt-5(?!.*-chat))/.test(model)
}

export function tooLong(path: string, max: number, length: number): HttpRefusal {
  return invalid(
    `Invalid '${path}': string too long. Expected a string with maximum length ${max}, but got a string with length ${length} instead.`,
    path,
    'string_above_max_length',
  )
}

export function checkName(path: string, name: string): HttpRefusal | undefined {
  if (!/^[a-zA-Z0-9_-]+$/.test(name)) {
    return invalid(
      `Invalid '${path}': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`,
      path,
      'invalid_value',
    )
  }
  return name.length > 64 ? tooLong(path, 64, name.length) : undefined
}

export function checkToolCount(tools: readonly unknown[]): HttpRefusal | undefined {
  if (tools.length === 0) {
    return invalid(
      "Invalid 'tools': empty array. Expected an array with minimum length 1, but got an empty array instead.",
      'tools',
      'empty_array',
    )
  }
  return tools.length <= 128
    ? undefined
    : invalid(
        `Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array with length ${tools.length} instead.`,
        'tools',
        'array_above_max_length',
      )
}

export function checkRange(
  name: string,
  value: unknown,
  [least, most]: readonly [number, number],
): HttpRefusal | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'number') {
    return invalid(`Invalid type for '${name}': expected a decimal.`, name, 'invalid_type')
  }
  if (value < least) {
    return invalid(
      `Invalid '${name}': decimal below minimum value. Expected a value >= ${least}, but got ${value} instead.`,
      name,
      'decimal_below_min_value',
    )
  }
  return value <= most
    ? undefined
    : invalid(
        `Invalid '${name}': decimal above maximum value. Expected a value <= ${most}, but got ${value} instead.`,
        name,
        'decimal_above_max_value',
      )
}
