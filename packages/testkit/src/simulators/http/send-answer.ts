import type { ServerResponse } from 'node:http'
import type { HttpAnswer } from './answer.ts'
import { frame, type SimulatedEvent } from './framing.ts'
import type { AnswerContext, SimulatedWire } from './wire.ts'

export function sendJson(
  response: ServerResponse,
  status: number,
  body: object | string,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const isText = typeof body === 'string'
  response.writeHead(status, {
    'content-type': isText && body.startsWith('<') ? 'text/html' : 'application/json',
    'x-request-id': requestId,
    ...headers,
  })
  response.end(isText ? body : JSON.stringify(body))
}

export function sendAnswer(
  response: ServerResponse,
  wire: SimulatedWire,
  answer: HttpAnswer,
  context: AnswerContext,
  streams: boolean,
  requestId: string,
): void {
  const { failure, damage, framing } = answer
  if (failure !== undefined) {
    sendJson(response, failure.status, failure.body ?? '', requestId, failure.headers)
    return
  }
  if (!streams || answer.whole === true) {
    sendJson(response, 200, wire.whole(answer, context), requestId)
    return
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': requestId })
  const events = damaged(eventsOf(wire, answer, context), wire, answer)
  const framed = frame(events, framing)
  let bytes = Buffer.concat(framed)
  let sizes = framed.map(({ length }) => length)
  if (damage?.kind === 'cut' || damage?.kind === 'reset' || damage?.kind === 'stall') {
    const end =
      'afterBytes' in damage
        ? damage.afterBytes
        : sizes.slice(0, eventsUntil(damage, framed)).reduce((sum, size) => sum + size, 0)
    bytes = bytes.subarray(0, end)
  }
  const { pieces } = framing ?? {}
  if (pieces !== undefined) {
    sizes = Array.from({ length: Math.ceil(bytes.length / pieces) }, () => pieces)
  }
  const chunks: Buffer[] = []
  let at = 0
  for (const size of sizes) {
    if (at >= bytes.length) break
    chunks.push(bytes.subarray(at, at + size))
    at += size
  }
  sendChunks(response, chunks, () => {
    if (damage?.kind === 'reset') response.destroy()
    else if (damage?.kind !== 'stall') response.end()
  })
}

function eventsOf(
  wire: SimulatedWire,
  answer: HttpAnswer,
  context: AnswerContext,
): readonly SimulatedEvent[] {
  const events = answer.events?.map((data) => ({ data })) ?? wire.stream(answer, context)
  return answer.edit?.(events) ?? events
}

function eventsUntil(
  place:
    | { readonly afterEvents: number }
    | { readonly find: (pieces: readonly Uint8Array[]) => number },
  framed: readonly Uint8Array[],
): number {
  return 'find' in place ? place.find(framed) : place.afterEvents
}

function damaged(
  events: readonly SimulatedEvent[],
  wire: SimulatedWire,
  { damage }: HttpAnswer,
): readonly SimulatedEvent[] {
  switch (damage?.kind) {
    case 'error': {
      const { message = 'The simulator was told to fail.' } = damage
      return [...events.slice(0, eventsUntil(damage, frame(events))), wire.fault(message)]
    }
    case 'corrupt': {
      const at = eventsUntil(damage, frame(events))
      return events.map((event, index) => {
        if (index !== at) return event
        const payload = JSON.stringify(event.data)
        return { ...event, data: payload.slice(0, Math.ceil(payload.length / 2)) }
      })
    }
    case 'no_end':
      return events.slice(0, events.length - wire.endEvents(events))
    default:
      return events
  }
}

/** One turn of the event loop between pieces: they arrive apart. */
function sendChunks(
  response: ServerResponse,
  [first, ...rest]: readonly Buffer[],
  done: () => void,
): void {
  if (first === undefined) done()
  else if (!response.destroyed) {
    response.write(first, () => setImmediate(() => sendChunks(response, rest, done)))
  }
}
