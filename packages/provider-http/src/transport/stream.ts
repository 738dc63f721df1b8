import { batched, type ChatDelta, type JsonValue } from '@autobot/core/provider'
import type { WireDecoder, WireStep } from '../wire/codec.ts'
import { parseJson } from '../wire/values.ts'
import { ask, type Exchange } from './ask.ts'
import { readBody, type BodyPiece, type BodyProgress } from './body.ts'
import type { ErrorAnswer, ErrorScene } from './error-scene.ts'
import { abortedError, Failure, inWords, type Told } from './failure.ts'
import { requestIdOf } from './request-id.ts'

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
  if (signal.aborted) throw abortedError(scene.prefix, signal)
  const controller = new AbortController()
  const abort = (): void => controller.abort(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  const progress: BodyProgress = { complete: false }
  let answered = false
  try {
    const { exchange, decoder } = await prepare()
    const response = await ask(exchange, controller)
    answered = true
    const context: StepContext = { scene, response, requestId: requestIdOf(response.headers) }
    if (!response.ok) {
      const text = await response.text()
      const refusal = new Failure((words) => words.refused(scene, context, text), parseJson(text))
      const saved = await salvage(refusal, decoder)
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
      if (failure !== undefined) {
        const saved = await salvage(failure.error, decoder)
        yield saved.map((step) => delta(step, context))
        progress.complete = true
      }
      if (progress.complete) break
    }
    if (isEmpty) throw new Failure((words) => words.noAnswer(scene, context, ''))
    const { deltas, failure } = attempt((out) => {
      for (const step of decoder.end(progress.complete)) out.push(delta(step, context))
    })
    if (deltas.length > 0) yield deltas
    if (failure !== undefined) throw failure.error
  } catch (error) {
    const unforeseen: Told = (words) =>
      answered ? words.brokenAnswer(scene, error) : words.connectionError(scene, error)
    throw await inWords(error, scene, signal, unforeseen)
  } finally {
    signal.removeEventListener('abort', abort)
    if (!progress.complete) controller.abort(over)
  }
}

interface StepContext extends ErrorAnswer {
  readonly scene: ErrorScene
}

/** The answer that a refusal holds all the same; throws where it holds none. */
async function salvage(failure: unknown, decoder: WireDecoder): Promise<readonly WireStep[]> {
  const said = failure instanceof Failure ? failure.said : undefined
  const saved = said === undefined ? undefined : await decoder.salvage?.(said)
  if (saved === undefined) throw failure
  return saved
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
  const { scene } = context
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
      throw new Failure((words) => words.noAnswer(scene, context, piece.text))
  }
}

function delta(step: WireStep, context: StepContext): ChatDelta {
  const { scene, requestId } = context
  if (step.type === 'fault') {
    const said = 'said' in step ? step.said : undefined
    throw new Failure((words) => words.fromStep(scene, step, context), said)
  }
  return step.type === 'start' && requestId !== undefined ? { ...step, requestId } : step
}

/** Undefined for events that only keep the connection alive. */
function eventValue(data: string, scene: ErrorScene): JsonValue | undefined {
  if (data.trim() === '') return undefined
  const value = parseJson(data)
  if (value === undefined) {
    throw new Failure((words) =>
      words.badResponse(scene, `an event is not JSON: ${data.slice(0, 200)}`),
    )
  }
  return value
}
