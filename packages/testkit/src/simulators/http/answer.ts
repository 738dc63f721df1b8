import type { JsonValue } from '@autobot/core/provider'
import type { Framing, SimulatedEvent } from './framing.ts'

/** What the model of a simulator says; each simulator writes it as its wire does. */
export type SimulatedPart =
  | { readonly type: 'text'; readonly text: string }
  /** Signed or encrypted where the wire does so. `hidden`: only the ciphertext is there. */
  | { readonly type: 'reasoning'; readonly text: string; readonly hidden?: true }
  | {
      readonly type: 'tool_call'
      readonly name: string
      readonly input?: JsonValue
      /** In place of `input`: the text as it is, which need not be JSON (object wires: ignored). */
      readonly argumentsText?: string
      /** Default: made as the wire makes them. */
      readonly id?: string
    }

export interface SimulatedUsage {
  /** With what came from and went into a cache. */
  readonly input: number
  /** With reasoning. */
  readonly output: number
  readonly cacheRead?: number
  readonly cacheWrite?: number
  readonly reasoning?: number
}

/** What a simulator answers to a request that breaks no rule. */
export interface HttpAnswer {
  /** Default the text `ok`. */
  readonly content?: readonly SimulatedPart[]
  /** The wire's own word for the end. Default by the content. */
  readonly stop?: string | null
  /** Default 10 in, 5 out; null: none is sent. */
  readonly usage?: SimulatedUsage | null
  /** Payloads that are sent as they are, in place of the above; a text is sent without JSON. */
  readonly events?: readonly (object | string)[]
  /** What becomes of the events before they are sent: some servers write them otherwise. */
  readonly edit?: (events: readonly SimulatedEvent[]) => readonly SimulatedEvent[]
  /** A refusal that no rule asks for. A text is sent as it is. */
  readonly failure?: {
    readonly status: number
    readonly body?: object | string
    readonly headers?: Readonly<Record<string, string>>
  }
  /** In one piece, although a stream was asked for: some servers do not know streams. */
  readonly whole?: true
  readonly damage?: HttpDamage
  readonly framing?: Framing
}

/** How an answer goes wrong on its way. */
export type HttpDamage =
  /**
   * `cut`: the body ends properly, but too early; `reset`: the connection breaks; `stall`: nothing
   * more is said, and the connection stays.
   */
  | ({ readonly kind: 'cut' | 'reset' | 'stall' } & Place)
  /** A payload that is cut in its middle; the stream goes on. */
  | ({ readonly kind: 'corrupt' } & EventPlace)
  /** The wire's own error, after so many events; then the stream ends. */
  | ({ readonly kind: 'error'; readonly message?: string } & EventPlace)
  /** All but the wire's own end marker. */
  | { readonly kind: 'no_end' }

type Place = EventPlace | { readonly afterBytes: number }

type EventPlace =
  | { readonly afterEvents: number }
  /** How many of the events, as they are written. */
  | { readonly find: (pieces: readonly Uint8Array[]) => number }

export function contentOf(answer: HttpAnswer): readonly SimulatedPart[] {
  return answer.content ?? [{ type: 'text', text: 'ok' }]
}

export function usageOf(answer: HttpAnswer): SimulatedUsage | undefined {
  return answer.usage === null ? undefined : (answer.usage ?? { input: 10, output: 5 })
}

export function hasCalls(answer: HttpAnswer): boolean {
  return contentOf(answer).some((part) => part.type === 'tool_call')
}

export function argumentsOf(part: SimulatedPart & { readonly type: 'tool_call' }): string {
  return part.argumentsText ?? JSON.stringify(part.input ?? {})
}

/** Short pieces, as models write; a character stays whole. */
export function pieces(text: string): readonly string[] {
  return text.match(/[^]{1,7}/gu) ?? []
}
