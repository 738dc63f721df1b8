import type { HttpAnswer } from './answer.ts'
import type { SimulatedEvent } from './framing.ts'
import type { Fields } from './json.ts'

export type Headers = Readonly<Record<string, string | undefined>>

/** A failure in the words of the service. */
export interface HttpRefusal {
  readonly status: number
  readonly message: string
  readonly body: object
}

/** The first rule that is broken, or undefined. */
export type Verdict = HttpRefusal | undefined

export interface Asked {
  readonly model: string
  readonly body: Fields
  readonly headers: Headers
}

export interface Route {
  readonly model: string | undefined
  readonly streams: boolean
}

export interface AnswerContext {
  readonly model: string
  /** Of this request, from 1. */
  readonly number: number
  readonly body: Fields
}

/** One wire, as its service sees it. */
export interface SimulatedWire {
  /** What stands between the server and the paths: `/v1`. */
  readonly base: string
  /** Undefined: there is no such path. `body` says what the path does not. */
  route(method: string, path: string, body: Fields): Route | undefined
  /** The key that came with a request. */
  key(headers: Headers): string | undefined
  check(asked: Asked): Verdict
  refuse(status: number, message: string, kind?: string): HttpRefusal
  stream(answer: HttpAnswer, context: AnswerContext): readonly SimulatedEvent[]
  whole(answer: HttpAnswer, context: AnswerContext): object
  /** The wire's error within a stream. */
  fault(message: string): SimulatedEvent
  /** How many of the last events of a stream are its end marker. */
  endEvents(events: readonly SimulatedEvent[]): number
}

/** Runs rules in their order; a service names one fault at a time. */
export function firstOf(rules: Iterable<() => Verdict>): Verdict {
  for (const rule of rules) {
    const found = rule()
    if (found !== undefined) return found
  }
  return undefined
}
