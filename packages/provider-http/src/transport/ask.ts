import type { ProviderHost } from '@autobot/core/provider'
import type { ErrorScene } from './error-scene.ts'
import { Failure } from './failure.ts'
import { redact } from './redact.ts'
import type { Outgoing, Send } from './send.ts'

export interface Exchange {
  readonly send: Send
  readonly outgoing: Omit<Outgoing, 'signal'>
  readonly scene: ErrorScene
  readonly host: ProviderHost
  readonly signal: AbortSignal
  /** Milliseconds until an answer begins; 0 waits for ever. */
  readonly timeoutMs: number
}

/** Sends once. What comes back may be a refusal, but it is an answer of the server that was asked. */
export async function ask(exchange: Exchange, controller: AbortController): Promise<Response> {
  const { send, outgoing, scene, host, timeoutMs } = exchange
  let late: Failure | undefined
  const giveUp = (): void => {
    late = new Failure((words) => words.noAnswerInTime(scene, timeoutMs))
    controller.abort(late)
  }
  const { method, baseUrl, path } = outgoing
  // A key may stand in the query of a base URL.
  host.log('debug', redact(`${method} ${baseUrl}${path}`, scene.secrets))
  const timer = timeoutMs > 0 ? setTimeout(giveUp, timeoutMs) : undefined
  try {
    const response = await send({ ...outgoing, signal: controller.signal }, host.fetch)
    const { status } = response
    // A stream has no length before its end.
    const length = response.headers.get('content-length')
    host.log('debug', `Response ${status} (${length === null ? 'stream' : `${length} bytes`})`)
    // Followed by nobody: keys that stand in headers of their own would go along.
    if (status >= 300 && status < 400) {
      throw new Failure((words) => words.redirected(scene, response))
    }
    return response
  } catch (error) {
    throw late !== undefined && controller.signal.reason === late ? late : error
  } finally {
    clearTimeout(timer)
  }
}
