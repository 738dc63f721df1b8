import type { ErrorCode } from '@autobot/core/provider'
import type { WireFault } from '../wire/fault.ts'

const overflow =
  /prompt is too long|input is too long|exceeds? the context window|context_length_exceeded|maximum context length|input token count.*exceeds the maximum|maximum prompt length is|reduce the length of the messages|exceeds the available context size|greater than the context length|tokens to keep from the initial prompt|context window exceeds limit|exceeded model token limit|too large for model with|model_context_window_exceeded|context[ _]length|exceeds the limit of \d+|exceeds? (the )?context limit|longer than the maximum model length|max_new_tokens.{0,20}must be <=|range of input length|prompt exceeds max|too many total text bytes/i

/** By status and by the provider's own words; words win where a status means several things. */
export function classify(fault: WireFault, status: number | undefined): ErrorCode {
  const { message, form } = fault
  const words = fault.kinds.join(' ')
  const is = (pattern: RegExp): boolean => pattern.test(words)
  // A rate limit may speak of tokens too: types come before texts.
  if (is(/insufficient_quota|billing_error|PerDay|insufficient_balance|credits/i)) return 'quota'
  if (status === 402) return 'quota'
  // The proxy's word, not the provider's.
  if (status === 407) return 'network'
  if (is(/rate_?limit|RESOURCE_EXHAUSTED|throttl/i) || status === 429) {
    const isEmpty = /insufficient balance|out of credits|suspended.*balance|credits are depleted/i
    // One vendor says so of a minute's limit too, and names the limit beside it.
    const isOver = /exceeded your current quota/i.test(message) && !is(/RESOURCE_EXHAUSTED/)
    return isOver || isEmpty.test(message) ? 'quota' : 'rate_limit'
  }
  if (is(/overloaded|UNAVAILABLE|capacity/i)) return 'overloaded'
  if (is(/content_filter|ResponsibleAIPolicyViolation|content_policy/i)) return 'content_filter'
  if (is(/authentication|invalid_api_key|UNAUTHENTICATED/i) || status === 401) return 'auth'
  if (/api key not valid|invalid api key|incorrect api key/i.test(message)) return 'auth'
  if (is(/permission|PERMISSION_DENIED/i) || status === 403) return 'permission'
  if (is(/model_not_found/i)) return 'model_not_found'
  // A page, nothing, or no more than "Not Found": there is no such path, whatever the model.
  const isPath = form !== undefined || /^(resource )?not[ _]found\.?$/i.test(message)
  if (status === 404 && !isPath && /model|not[ _]found|does not exist/i.test(message + words)) {
    return 'model_not_found'
  }
  if (is(/context_length_exceeded/i) || overflow.test(message)) return 'context_overflow'
  if (is(/tool_use_failed/i)) return 'bad_response'
  if (is(/timeout|DEADLINE_EXCEEDED/i) || status === 408 || status === 504) return 'timeout'
  if (status === 503 || status === 529 || /overloaded|at capacity/i.test(message))
    return 'overloaded'
  if (status !== undefined && status >= 500) return 'server'
  if (is(/server_error|api_error|internal/i)) return 'server'
  if (status !== undefined && status >= 400) return 'invalid_request'
  return is(/invalid|unsupported|bad_request/i) ? 'invalid_request' : 'server'
}
