import { ProviderError } from '@autobot/core/provider'
import type { ChatDelta, ProviderHost } from '@autobot/core/provider'
import type { OpenedCall } from './call.ts'
import { serviceError, typeName } from './errors.ts'
import type { CallPlace } from './failure.ts'
import { createFrameReader } from './transport/frames.ts'
import type { Frame } from './transport/frames.ts'
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

/** The deltas of an answer, streamed or in one piece. */
export async function* readAnswer(
  { call, response, place }: OpenedCall,
  context: AnswerContext,
): AsyncGenerator<ChatDelta> {
  const decoder = createStreamDecoder()
  const deltas = call.streaming
    ? streamed(response, decoder, place, context)
    : whole(response, decoder, context)
  for await (const delta of deltas) {
    if (delta.type === 'guardrail') {
      context.host.log('info', `Guardrail trace: ${JSON.stringify(delta.trace)}`)
    }
    yield delta
  }
  yield* decoder.end()
}

async function* streamed(
  response: Response,
  decoder: StreamDecoder,
  place: CallPlace,
  { host, signal, heard }: AnswerContext,
): AsyncGenerator<ChatDelta> {
  const reader = createFrameReader()
  let length = 0
  let pending: ChatDelta[] = []
  let failure: ProviderError | undefined
  const onFrame = (frame: Frame): void => {
    if (failure !== undefined) return
    // What stands before a failure in one chunk is still delivered before it.
    try {
      pending.push(...readFrame(frame, decoder, place, response))
    } catch (error) {
      if (!ProviderError.is(error)) throw error
      failure = error
    }
  }
  try {
    for await (const chunk of bytesOf(response, signal)) {
      heard()
      length += chunk.byteLength
      pending = []
      let damage: Error | undefined
      try {
        reader.push(chunk, onFrame)
      } catch (error) {
        damage = error instanceof Error ? error : new Error(String(error))
      }
      yield* pending
      if (failure !== undefined) throw failure
      if (damage !== undefined) throw damage
    }
    reader.end()
  } catch (error) {
    // The answer was whole: only what is told after it is lost, unless the caller left.
    if (!decoder.stopped || signal.aborted) throw error
  }
  host.log('debug', `Response ${response.status} (${length} bytes)`)
}

function readFrame(
  { headers, payload }: Frame,
  decoder: StreamDecoder,
  place: CallPlace,
  response: Response,
): readonly ChatDelta[] {
  const kind = headers[':message-type']
  if (kind === 'event') {
    return decoder.event(
      headers[':event-type'] ?? '',
      parse<StreamPayload>(payload.toString('utf8')),
    )
  }
  if (kind !== 'exception' && kind !== 'error') return []
  const type = headers[':exception-type'] ?? headers[':error-code'] ?? ''
  const requestId = response.headers.get('x-amzn-requestid') ?? undefined
  throw serviceError(
    {
      type: typeName(type),
      message: headers[':error-message'] ?? exceptionMessage(payload.toString('utf8')),
      ...(requestId !== undefined && { requestId }),
    },
    place,
  )
}

async function* whole(
  response: Response,
  decoder: StreamDecoder,
  { host, signal, heard }: AnswerContext,
): AsyncGenerator<ChatDelta> {
  const text = await textOf(response, signal)
  heard()
  host.log('debug', `Response ${response.status} (${Buffer.byteLength(text)} bytes)`)
  for (const { type, payload } of unfoldResponse(parse<ConverseResponse>(text))) {
    yield* decoder.event(type, payload)
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
