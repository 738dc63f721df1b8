import type { JsonValue } from '@autobot/core/provider'
import { parseJson } from '../wire/values.ts'
import { ask, type Exchange } from './ask.ts'
import { Failure, inWords } from './failure.ts'
import { requestIdOf } from './request-id.ts'

/** A whole JSON answer, such as a list of models. */
export async function fetchJson(exchange: Exchange): Promise<JsonValue> {
  const { scene, signal } = exchange
  const controller = new AbortController()
  const abort = (): void => controller.abort(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    signal.throwIfAborted()
    const response = await ask(exchange, controller)
    const text = await response.text()
    const answer = { response, requestId: requestIdOf(response.headers) }
    if (!response.ok) throw new Failure((words) => words.refused(scene, answer, text))
    const value = parseJson(text)
    if (value === undefined) throw new Failure((words) => words.noAnswer(scene, answer, text))
    return value
  } catch (error) {
    throw await inWords(error, scene, signal, (words) => words.connectionError(scene, error))
  } finally {
    signal.removeEventListener('abort', abort)
    controller.abort()
  }
}
