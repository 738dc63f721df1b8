import { ProviderError } from '@autobot/core/provider'
import type { ChatDelta, ProviderHost } from '@autobot/core/provider'
import type { OpenedCall } from './call.ts'
import { serviceError, typeName } from './errors.ts'
import type { CallPlace } from './failure.ts'
import { createFrameReader } from './transport/frames.ts'
import type { FrameHeaders } from './transport/frames.ts'
import { bytesOf, textOf } from './transport/post.ts'
import { createStreamDecoder } from './wire/decode-stream.ts'
import type { StreamDecoder } from './wire/decode-stream.ts'
import type { ConverseResponse, StreamPayload } from './wire/types.ts'
import { unfoldResponse } from './wire/unfold-response.ts'

interface AnswerContext {
  readonly host: ProviderHost
  readonly signal: AbortSignal
  /** Called for every piece that arrives. */
  readonly heard: () => void
}

export interface Answer {
  /** The deltas of what arrived next, perhaps none; undefined at the end. */
  read(): Promise<readonly ChatDelta[] | undefined>
  /** Closes the connection. */
  close(): void
}

/** The deltas of an answer, streamed or in one piece. */
export function openAnswer({ call, response, place }: OpenedCall, context: AnswerContext): Answer {
  const decoder = createStreamDecoder()
  // What stands in between may have made one piece of it, or have answered itself.
  const type = response.headers.get('content-type') ?? ''
  return call.streaming && !/^(?:application\/json|text\/)/i.test(type)
    ? streamed(response, decoder, place, context)
    : whole(response, decoder, context)
}

function streamed(
  response: Response,
  decoder: StreamDecoder,
  place: CallPlace,
  { host, signal, heard }: AnswerContext,
): Answer {
  const frames = createFrameReader()
  const bytes = bytesOf(response, signal)
  let length = 0
  let failure: Error | undefined
  let ended = false

  const onFrame = (headers: FrameHeaders, payload: string, out: ChatDelta[]): void => {
    if (headers[':message-type'] === 'event') {
      const event = parse<StreamPayload>(payload)
      decoder.event(headers[':event-type'] ?? '', event, out)
      logAside(event, host)
    } else throwFailure(headers, payload, place, response)
  }
  const take = (chunk: Uint8Array | undefined, out: ChatDelta[]): void => {
    if (chunk === undefined) {
      ended = true
      frames.end()
      host.log('debug', `Response ${response.status} (${length} bytes)`)
      return
    }
    heard()
    length += chunk.byteLength
    frames.push(chunk, (headers, payload) => onFrame(headers, payload, out))
  }
  return {
    async read() {
      if (failure !== undefined) throw failure
      if (ended) return undefined
      const out: ChatDelta[] = []
      try {
        take(await bytes.read(), out)
      } catch (error) {
        // What stands before a failure in one chunk is still delivered before it.
        failure = error instanceof Error ? error : new Error(String(error))
        // A connection that breaks behind the whole answer takes nothing with it.
        if (decoder.hasStopped() && !signal.aborted && hangsUp(failure) && frames.between()) {
          failure = undefined
          ended = true
        } else if (out.length === 0) throw error
      }
      if (ended) decoder.end(out)
      return out
    },
    close: () => bytes.close(),
  }
}

/** The connection broke: nothing was wrong with what it brought. */
function hangsUp(error: Error): boolean {
  return ProviderError.is(error) && error.code === 'network'
}

/** What has no place of its own in every answer can still be read here. */
function logAside(
  { trace, additionalModelResponseFields: fields }: StreamPayload,
  host: ProviderHost,
): void {
  if (trace?.guardrail !== undefined) {
    host.log('info', `Guardrail trace: ${JSON.stringify(trace.guardrail)}`)
  }
  if (fields !== undefined && fields !== null) {
    host.log('debug', `Bedrock response fields: ${JSON.stringify(fields)}`)
  }
}

/** Frames of other kinds say nothing. */
function throwFailure(
  headers: FrameHeaders,
  payload: string,
  place: CallPlace,
  response: Response,
): void {
  const kind = headers[':message-type']
  if (kind !== 'exception' && kind !== 'error') return
  const type = headers[':exception-type'] ?? headers[':error-code'] ?? ''
  const requestId = response.headers.get('x-amzn-requestid') ?? undefined
  throw serviceError(
    {
      type: typeName(type),
      message: headers[':error-message'] ?? exceptionMessage(payload),
      ...(requestId !== undefined && { requestId }),
    },
    place,
  )
}

function whole(
  response: Response,
  decoder: StreamDecoder,
  { host, signal, heard }: AnswerContext,
): Answer {
  let ended = false
  return {
    async read() {
      if (ended) return undefined
      ended = true
      const text = await textOf(response, signal)
      heard()
      host.log('debug', `Response ${response.status} (${Buffer.byteLength(text)} bytes)`)
      const out: ChatDelta[] = []
      for (const { type, payload } of unfoldResponse(parse<ConverseResponse>(text))) {
        decoder.event(type, payload, out)
        logAside(payload, host)
      }
      decoder.end(out)
      return out
    },
    close: () => undefined,
  }
}

function parse<T extends object>(text: string): T {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as T
  } catch {
    // Told below, together with JSON that is no object.
  }
  throw new ProviderError('Bedrock answered with something that is not its JSON.', {
    code: 'bad_response',
    provider: 'bedrock',
    hint: 'Check the endpoint; a proxy may have answered in its place.',
  })
}

function exceptionMessage(text: string): string {
  try {
    const value = JSON.parse(text) as {
      message?: string
      Message?: string
      originalMessage?: string
    } | null
    return value?.message ?? value?.Message ?? value?.originalMessage ?? text.slice(0, 200)
  } catch {
    return text.slice(0, 200)
  }
}
