import { framings, type SimulatedEvent } from '../../simulators/http/framing.ts'
import type { HttpAnswer, HttpDamage, SimulatedPart } from '../../simulators/http/answer.ts'
import type { HttpSimulator, HttpSimulatorOptions } from '../../simulators/http/server.ts'
import type { HttpRefusal } from '../../simulators/http/wire.ts'
import { countUntil } from '../damage.ts'
import {
  wireKey,
  type Wire,
  type WireAnswer,
  type WireDamage,
  type WireFailure,
  type WireRequest,
  type WireServer,
  type WireStop,
  type WireVariantKind,
} from '../wire.ts'

export type Events = readonly SimulatedEvent[]

/** Another way of writing the same answer. */
export interface Variation {
  readonly of: WireVariantKind
  readonly edit: (events: Events) => Events
}

export interface HttpWireInit extends Pick<Wire, 'name' | 'lacks' | 'echoes'> {
  readonly start: (options: HttpSimulatorOptions) => Promise<HttpSimulator>
  /** The wire's words; undefined: its default. */
  readonly stops: Readonly<Record<WireStop, string | undefined>>
  readonly refuse: (failure: WireFailure) => HttpRefusal
  readonly variations: Readonly<Record<string, Variation>>
  /** How an answer tells the stop sequence that it met. */
  readonly stopSequence?: (events: Events, sequence: string) => Events
}

/** A simulator of a wire of server-sent events, as the suite uses it. */
export function httpWire(init: HttpWireInit): Wire {
  const framing = Object.keys(framings).filter((name) => name !== 'plain')
  return Object.freeze({
    name: init.name,
    ...(init.lacks !== undefined && { lacks: init.lacks }),
    ...(init.echoes !== undefined && { echoes: init.echoes }),
    variants: [
      ...framing.map((name) => ({ name, of: 'framing' as const })),
      ...Object.entries(init.variations).map(([name, { of }]) => ({ name, of })),
    ],
    start: async () => serverOf(await init.start({ keys: [wireKey] }), init),
  } satisfies Wire)
}

function serverOf(simulator: HttpSimulator, init: HttpWireInit): WireServer {
  return Object.freeze({
    url: simulator.url,
    key: wireKey,
    get requests() {
      return simulator.requests.map(({ path, headers, text, body }, index): WireRequest => ({
        method: 'POST',
        path,
        headers,
        text,
        body,
        number: index + 1,
        streams: body['stream'] === true || /stream/i.test(path),
      }))
    },
    get refusals() {
      return simulator.refusals
    },
    answer: (...answers: readonly WireAnswer[]) =>
      simulator.answer(...answers.map((answer) => answerOf(answer, init))),
    closed: (count: number) => simulator.closed(count),
    close: () => simulator.close(),
  } satisfies WireServer)
}

function answerOf(answer: WireAnswer, init: HttpWireInit): HttpAnswer {
  const { content, stop, usage, failure, damage, variant, bytes, stopSequence } = answer
  const framing = variant === undefined ? undefined : framings[variant]
  const edits = [
    variant === undefined ? undefined : init.variations[variant]?.edit,
    stopSequence === undefined
      ? undefined
      : (events: Events) => init.stopSequence?.(events, stopSequence) ?? events,
  ].filter((edit) => edit !== undefined)
  const word = stop === undefined ? undefined : init.stops[stop]
  return {
    ...(content !== undefined && { content }),
    ...(word !== undefined && { stop: word }),
    ...(usage !== undefined && { usage }),
    ...(failure !== undefined && { failure: failureOf(failure, init) }),
    ...(damage !== undefined && { damage: damageOf(damage, content) }),
    ...(edits.length > 0 && {
      edit: (events: Events) => edits.reduce((edited, edit) => edit(edited), events),
    }),
    ...((framing !== undefined || bytes !== undefined) && {
      framing: { ...framing, ...(bytes !== undefined && { pieces: bytes }) },
    }),
    ...(answer.whole === true && { whole: true }),
  }
}

function failureOf(
  failure: WireFailure,
  { refuse }: HttpWireInit,
): NonNullable<HttpAnswer['failure']> {
  const { form, headers } = failure
  const more = headers !== undefined && { headers }
  if (form === 'empty') return { status: failure.status, body: '', ...more }
  if (form === 'page') {
    const body = `<html><title>${failure.status} Bad Gateway</title></html>`
    return { status: failure.status, body, ...more }
  }
  const { status, body } = refuse(failure)
  return { status, body, ...more }
}

function damageOf(damage: WireDamage, content: readonly SimulatedPart[] = []): HttpDamage {
  if (damage.kind === 'no_end') return damage
  const after = damage.kind === 'corrupt' ? 'text' : damage.after
  const find = (pieces: readonly Uint8Array[]): number =>
    countUntil(pieces, after, content) - (damage.kind === 'corrupt' ? 1 : 0)
  switch (damage.kind) {
    case 'error':
      return { kind: 'error', message: damage.message, find }
    case 'corrupt':
      return { kind: 'corrupt', find }
    default:
      return { kind: damage.kind, find }
  }
}

/** An event after the first one. */
export function insert(...added: Events): (events: Events) => Events {
  return ([first, ...rest]) => [...(first === undefined ? [] : [first]), ...added, ...rest]
}

/** The payload of each event that has one, changed. */
export function eachData(change: (data: Record<string, unknown>) => object) {
  return (events: Events): Events =>
    events.map((event) =>
      typeof event.data === 'string'
        ? event
        : { ...event, data: change(structuredClone(event.data) as Record<string, unknown>) },
    )
}
