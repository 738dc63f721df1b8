import type { ChatRequest } from '../contract/request.ts'
import type { PrepareTarget } from './pass.ts'
import { isText, prepareText } from './prepare-text.ts'
import { prepareWhole } from './prepare-whole.ts'
import type { PrepareOptions, Prepared } from './prepared.ts'

/**
 * The request as the target takes it, made anew for each call: the history itself is never
 * changed, so that another target gets everything again. A call of a model does the same, but
 * loads `prepareWhole` only where it is needed: nothing that a call needs may import this file.
 */
export function prepare(
  request: ChatRequest,
  target: PrepareTarget,
  options: PrepareOptions = {},
): Prepared {
  return isText(request) ? prepareText(request, target) : prepareWhole(request, target, options)
}
