import { batched, ProviderError, type ChatDelta, type JsonValue } from '@autobot/core/provider'
import { brokenAnswer, connectionError } from './network-errors.ts'
import type { WireDecoder, WireStep } from '../wire/codec.ts'
import { ask, type Exchange } from './ask.ts'
import { parseJson, readBody, type BodyPiece, type BodyProgress } from './body.ts'
import {
  abortedError,
  badResponse,
  faultOfText,
  fromFault,
  noAnswer,
  requestIdOf,
} from './errors.ts'
import type { ErrorScene } from './error-scene.ts'

/** Made once: without a reason of its own each abort makes an exception with a stack, for nobody. */
const over = new Error('The answer is over.')

type Opening = () => Promise<{ readonly exchange: Exchange; readonly decoder: WireDecoder }>

/** One answer, as deltas. Every way out closes the connection. */
export function streamAnswer(
  prepare: Opening,
  scene: ErrorScene,
  signal: AbortSignal,
): AsyncIterable<ChatDelta> {
  return batched(readAnswer(prepare, scene, signal), signal)
}

/** What one piece of the body holds is one batch. */
async function* readAnswer(
  prepare: Opening,
  scene: ErrorScene,
  signal: AbortSignal,
): AsyncGenerator<readonly ChatDelta[]> {
  if (signal.aborted) throw abortedError(scene, signal)
  const controller = new AbortController()
  const abort = (): void => controller.abort(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  const progress: BodyProgress = { complete: false }
  let failed: typeof connectionError = connectionError
  try {
    const { exchange, decoder } = await prepare()
    const response = await ask(exchange, controller)
    failed = brokenAnswer
    const context: StepContext = { scene, response, requestId: requestIdOf(response.headers) }
    if (!response.ok) {
      const fault = faultOfText(await response.text(), response, scene)
      const saved = decoder.salvage?.(fault)
      if (saved === undefined) throw fromFault(scene, fault, response)
      const { requestId } = context
      if (requestId !== undefined) yield [{ type: 'start', requestId }]
      yield saved.map((step) => delta(step, context))
      return
    }
    let isEmpty = true
    for await (const piece of readBody(response, controller.signal, progress)) {
      isEmpty = false
      const { deltas, failure } = attempt((out) => {
        progress.complete = readPiece(piece, decoder, context, out)
      })
      if (deltas.length > 0) yield deltas
      if (failure !== undefined) throw failure.error
      if (progress.complete) break
    }
    if (isEmpty) throw noAnswer(scene, response, '')
    const { deltas, failure } = attempt((out) => {
      for (const step of decoder.end(progress.complete)) out.push(delta(step, context))
    })
    if (deltas.length > 0) yield deltas
    if (failure !== undefined) throw failure.error
  } catch (error) {
    if (signal.aborted) throw abortedError(scene, signal)
    throw ProviderError.is(error) ? error : failed(scene, error)
  } finally {
    signal.removeEventListener('abort', abort)
    if (!progress.complete) controller.abort(over)
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
    if (!response.ok) throw fromFault(scene, faultOfText(text, response, scene), response)
    const value = parseJson(text)
    if (value === undefined) throw noAnswer(scene, response, text)
    return value
  } catch (error) {
    throw signal.aborted
      ? abortedError(scene, signal)
      : ProviderError.is(error)
        ? error
        : connectionError(scene, error)
  } finally {
    signal.removeEventListener('abort', abort)
    controller.abort(over)
  }
}

interface StepContext {
  readonly scene: ErrorScene
  readonly response: Response
  readonly requestId: string | undefined
}

/** What stands before a failure in one batch is delivered before it. */
function attempt(read: (out: ChatDelta[]) => void): {
  readonly deltas: readonly ChatDelta[]
  readonly failure?: { readonly error: unknown }
} {
  const deltas: ChatDelta[] = []
  try {
    read(deltas)
    return { deltas }
  } catch (error) {
    return { deltas, failure: { error } }
  }
}

/** Whether the answer is complete. */
function readPiece(
  piece: BodyPiece,
  decoder: WireDecoder,
  context: StepContext,
  out: ChatDelta[],
): boolean {
  const { scene, response } = context
  switch (piece.type) {
    case 'events':
      for (const { event, data } of piece.events) {
        if (data === '[DONE]') return true
        const value = eventValue(data, scene)
        if (value === undefined) continue
        for (const step of decoder.read(event, value)) out.push(delta(step, context))
        if (decoder.isDone()) return true
      }
      return false
    case 'value':
      // An array is a stream that was sent as one value.
      for (const item of Array.isArray(piece.value) ? piece.value : [piece.value]) {
        for (const step of decoder.read(undefined, item as JsonValue)) {
          out.push(delta(step, context))
        }
      }
      return true
    case 'text':
      throw noAnswer(scene, response, piece.text)
  }
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
