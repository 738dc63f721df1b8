import type { SimulatedPart, SimulatedUsage } from '../simulators/http/answer.ts'
import { piecesUntil } from './damage.ts'
import { openWireServer, type WireReply } from './open-wire-server.ts'
import {
  type Wire,
  type WireAnswer,
  type WireFailure,
  type WireRequest,
  type WireStop,
} from './wire.ts'

/** One piece of an answer: a line, an event, a frame. */
export interface WirePiece {
  readonly data: string | Uint8Array
  /** Part of the wire's own end marker. */
  readonly end?: true
}

/** An answer with nothing left open. */
export interface WholeWireAnswer {
  readonly content: readonly SimulatedPart[]
  readonly stop: WireStop
  readonly stopSequence?: string
  /** Undefined: none is sent. */
  readonly usage?: SimulatedUsage
  readonly variant?: string
}

export interface WireInit extends Pick<Wire, 'name' | 'lacks' | 'variants' | 'config' | 'echoes'> {
  /** Of streamed answers. Default `application/x-ndjson`. */
  readonly contentType?: string
  /** The pieces of a streamed answer in their order. */
  stream(answer: WholeWireAnswer, request: WireRequest): readonly WirePiece[]
  /** The same answer in one body. Absent: the wire only streams. */
  whole?(answer: WholeWireAnswer, request: WireRequest): string | Uint8Array
  /** Whether a request asks for a stream. Default: each does. */
  streams?(request: Omit<WireRequest, 'streams' | 'number'>): boolean
  /** An error in the middle of an answer. Absent: the wire has none. */
  fault?(message: string): WirePiece
  /** The body of a refusal. Default `{"error":{"message":…}}`. */
  refuse?(failure: WireFailure): string
  /** Headers of every answer: a request id. Default none. */
  headers?(request: WireRequest): Readonly<Record<string, string>>
  /** What the service would refuse about a request: the message. */
  check?(request: WireRequest): string | undefined
  /** The key that came with a request. Default: of `authorization: Bearer`. */
  key?(request: Omit<WireRequest, 'streams' | 'number'>): string | undefined
}

const reasons = {
  whole: 'The wire only streams.',
  fault: 'The wire has no error within an answer.',
} as const

/** A wire of your own: you say how an answer is written, the kit has the server and the damage. */
export function defineWire(init: WireInit): Wire {
  const lacks = {
    ...(init.whole === undefined && { whole: reasons.whole }),
    ...(init.fault === undefined && { fault: reasons.fault }),
    ...init.lacks,
  }
  return Object.freeze({
    name: init.name,
    lacks,
    ...(init.variants !== undefined && { variants: init.variants }),
    ...(init.config !== undefined && { config: init.config }),
    ...(init.echoes !== undefined && { echoes: init.echoes }),
    start: () =>
      openWireServer({
        key: init.key ?? bearer,
        streams: init.streams ?? (() => true),
        check: (request) => init.check?.(request),
        refuse: (failure) => refusal(init, failure),
        reply: (answer, request) => reply(init, answer, request),
      }),
  } satisfies Wire)
}

function reply(init: WireInit, answer: WireAnswer, request: WireRequest): WireReply {
  const headers = init.headers?.(request) ?? {}
  if (answer.failure !== undefined) {
    const refused = refusal(init, answer.failure)
    return { ...refused, headers: { ...headers, ...refused.headers } }
  }
  const content = answer.content ?? [{ type: 'text', text: 'ok' }]
  const calls = content.some((part) => part.type === 'tool_call')
  const whole: WholeWireAnswer = {
    content,
    stop: answer.stop ?? (calls ? 'tool_calls' : 'stop'),
    ...(answer.stopSequence !== undefined && { stopSequence: answer.stopSequence }),
    ...(answer.usage !== null && { usage: answer.usage ?? { input: 10, output: 5 } }),
    ...(answer.variant !== undefined && { variant: answer.variant }),
  }
  const streams = request.streams && answer.whole !== true
  if (!streams && init.whole !== undefined) {
    const data = bytesOf(init.whole(whole, request))
    return {
      status: 200,
      headers: { 'content-type': 'application/json', ...headers },
      pieces: piecesUntil([{ bytes: data }], { ...answer, content }),
      damage: answer.damage,
      bytes: answer.bytes,
    }
  }
  const pieces = init.stream(whole, request).map(({ data, end }) => ({
    bytes: bytesOf(data),
    ...(end !== undefined && { end }),
  }))
  const fault = (message: string): Uint8Array => bytesOf(init.fault?.(message).data ?? '')
  return {
    status: 200,
    headers: { 'content-type': init.contentType ?? 'application/x-ndjson', ...headers },
    pieces: piecesUntil(pieces, { ...answer, content }, fault),
    damage: answer.damage,
    bytes: answer.bytes,
  }
}

function refusal(init: WireInit, failure: WireFailure): WireReply {
  const { status, message, form } = failure
  const body =
    form === 'empty'
      ? ''
      : form === 'page'
        ? `<html><title>${status} Bad Gateway</title></html>`
        : (init.refuse?.(failure) ?? JSON.stringify({ error: { message } }))
  const type = form === 'page' ? 'text/html' : 'application/json'
  return {
    status,
    headers: { 'content-type': type, ...failure.headers },
    pieces: [bytesOf(body)],
  }
}

function bearer({ headers }: Pick<WireRequest, 'headers'>): string | undefined {
  return /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1]
}

function bytesOf(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? new TextEncoder().encode(data) : data
}
