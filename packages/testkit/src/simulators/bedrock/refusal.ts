/** A failure in the words of the service. */
export interface BedrockRefusal {
  readonly status: number
  /** `ValidationException`, as in the header `x-amzn-errortype`. */
  readonly type: string
  readonly message: string
}

/** The first rule that is broken, or undefined. */
export type Verdict = BedrockRefusal | undefined

export function invalid(message: string): BedrockRefusal {
  return { status: 400, type: 'ValidationException', message }
}

/** Where no message of the service is known: its kind is real, its words are ours. */
export function strict(message: string): BedrockRefusal {
  return invalid(`simulator: ${message}`)
}

export function extraneous(path: string, key: string): BedrockRefusal {
  return invalid(
    `Malformed input request: ${path}: extraneous key [${key}] is not permitted, please reformat your input and try again.`,
  )
}

export function unsupportedField(field: string): BedrockRefusal {
  return invalid(`This model doesn't support the ${field} field. Remove ${field} and try again.`)
}

/** Runs rules in their order; the service names one fault at a time. */
export function firstOf(rules: Iterable<() => Verdict>): Verdict {
  for (const rule of rules) {
    const found = rule()
    if (found !== undefined) return found
  }
  return undefined
}
