import type { JsonValue } from '@autobot/core/provider'
import { faultBody, objectOf, textOf } from '../values.ts'
import { failedCalls, type FailedCall } from './failed-generation.ts'

/** The calls in a refusal that tells them (`tool_use_failed`); empty where it is another. */
export function refusedCalls(refusal: JsonValue): readonly FailedCall[] {
  const body = faultBody(refusal)
  const error = objectOf(body?.['error']) ?? body
  const text = textOf(error?.['failed_generation'])
  const kinds = [error?.['code'], error?.['type'], error?.['status']]
  return text !== undefined && kinds.includes('tool_use_failed') ? failedCalls(text) : []
}
