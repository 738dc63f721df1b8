import { type Attributes, type Span, SpanStatusCode } from '@opentelemetry/api'

/** How an operation ended that did not succeed. */
export interface Failure {
  /** One of core's codes, `tool_error`, or the name of an error of the application's own. */
  readonly type: string
  readonly message?: string
}

export function failureOf(error: unknown): Failure {
  const { code, name, message } = (error ?? {}) as Readonly<Record<string, unknown>>
  const type = typeof code === 'string' ? code : typeof name === 'string' ? name : '_OTHER'
  return { type, ...(typeof message === 'string' && { message }) }
}

export function errorAttributes(failure: Failure | undefined): Attributes {
  return failure === undefined ? {} : { 'error.type': failure.type }
}

export function markFailed(span: Span, failure: Failure | undefined): void {
  if (failure === undefined) return
  span.setAttributes(errorAttributes(failure))
  const { message } = failure
  span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) })
}
