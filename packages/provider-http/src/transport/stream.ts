import {
  ProviderError,
  type ChatDelta,
  type JsonValue,
  type ProviderHost,
} from '@autobot/core/provider'
import type { WireDecoder, WireStep } from '../wire/codec.ts'
import { parseJson, readBody } from './body.ts'
import {
  abortedError,
  badResponse,
  connectionError,
  faultOfText,
  fromFault,
  refusal,
  requestIdOf,
  type ErrorScene,
} from './errors.ts'
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

/**
 * One answer, as deltas. Every way out closes the connection. One flat loop, since each layer of
 * generators would cost more for a fragment than decoding it.
 */
export async function* streamAnswer(
  prepare: () => Promise<{ readonly exchange: Exchange; readonly decoder: WireDecoder }>,
  scene: ErrorScene,
  signal: AbortSignal,
): AsyncGenerator<ChatDelta> {
  if (signal.aborted) throw abortedError(scene, signal)
  const controller = new AbortController()
  const abort = (): void => controller.abort(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    const { exchange, decoder } = await prepare()
    const response = await ask(exchange, controller)
    const context: StepContext = { scene, response, requestId: requestIdOf(response.headers) }
    let complete = false
    reading: for await (const piece of readBody(response, controller.signal)) {
      if (piece.type === 'events') {
        for (const { event, data } of piece.events) {
          if (data === '[DONE]') {
            complete = true
            break reading
          }
          const value = eventValue(data, scene)
          if (value === undefined) continue
          for (const step of decoder.read(event, value)) yield delta(step, context)
          if (decoder.done) {
            complete = true
            break reading
          }
        }
      } else if (piece.type === 'value') {
        // An array is a stream that was sent as one value.
        for (const item of Array.isArray(piece.value) ? piece.value : [piece.value]) {
          for (const step of decoder.read(undefined, item as JsonValue)) yield delta(step, context)
        }
        complete = true
      } else throw fromFault(scene, faultOfText(piece.text, response), response)
    }
    for (const step of decoder.end(complete)) yield delta(step, context)
  } catch (error) {
    throw signal.aborted ? abortedError(scene, signal) : asProviderError(scene, error)
  } finally {
    signal.removeEventListener('abort', abort)
    controller.abort()
  }
}

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
    const value = parseJson(text)
    if (value === undefined) throw fromFault(scene, faultOfText(text, response), response)
    return value
  } catch (error) {
    throw signal.aborted ? abortedError(scene, signal) : asProviderError(scene, error)
  } finally {
    signal.removeEventListener('abort', abort)
    controller.abort()
  }
}

async function ask(exchange: Exchange, controller: AbortController): Promise<Response> {
  const { send, outgoing, scene, host, timeoutMs } = exchange
  const seconds = timeoutMs / 1000
  const late = new ProviderError(`${scene.prefix}: no answer within ${seconds} s.`, {
    code: 'timeout',
    provider: scene.prefix,
    hint: `Try again, or raise providers.${scene.prefix}.timeout_seconds.`,
  })
  const timer = timeoutMs > 0 ? setTimeout(() => controller.abort(late), timeoutMs) : undefined
  try {
    const response = await send({ ...outgoing, signal: controller.signal }, host.fetch)
    if (!response.ok) throw refusal(scene, response, await response.text())
    return response
  } catch (error) {
    throw controller.signal.reason === late ? late : error
  } finally {
    clearTimeout(timer)
  }
}

interface StepContext {
  readonly scene: ErrorScene
  readonly response: Response
  readonly requestId: string | undefined
}

function delta(step: WireStep, { scene, response, requestId }: StepContext): ChatDelta {
  if (step.type === 'fault') throw fromFault(scene, step.fault, response)
  return step.type === 'start' && requestId !== undefined ? { ...step, requestId } : step
}

/** Undefined for events that only keep the connection alive. */
function eventValue(data: string, scene: ErrorScene): JsonValue | undefined {
  if (data.trim() === '') return undefined
  const value = parseJson(data)
  if (value === undefined) {
    throw badResponse(scene, `an event is not JSON: ${data.slice(0, 200)}`)
  }
  return value
}

function asProviderError(scene: ErrorScene, error: unknown): ProviderError {
  return ProviderError.is(error) ? error : connectionError(scene, error)
}
