import type { SimulatedPart, SimulatedUsage } from '../simulators/http/answer.ts'

/** How an answer ends, whatever the wire calls it. */
export type WireStop = 'stop' | 'length' | 'content_filter' | 'tool_calls' | 'unknown'

/** What the server says next, in words that every wire has. */
export interface WireAnswer {
  /** Default the text `ok`. */
  readonly content?: readonly SimulatedPart[]
  /** Default by the content: `tool_calls` with a call, else `stop`. */
  readonly stop?: WireStop
  /** The stop sequence that was hit. */
  readonly stopSequence?: string
  /** Default 10 in, 5 out; null: none is sent. */
  readonly usage?: SimulatedUsage | null
  /** A refusal in place of the answer. */
  readonly failure?: WireFailure
  readonly damage?: WireDamage
  /** One of the wire's `variants`: the same answer, written as some servers write it. */
  readonly variant?: string
  /** Bytes of one write. Default: each piece is one. */
  readonly bytes?: number
  /** In one piece, as servers that do not stream answer. */
  readonly whole?: true
}

export interface WireFailure {
  readonly status: number
  readonly message: string
  /** Where one status means several things. */
  readonly kind?: 'quota' | 'context_overflow'
  /** `page`: HTML of a gateway; `empty`: no body. Default: as the wire writes refusals. */
  readonly form?: 'page' | 'empty'
  /** Headers beside the wire's own. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Where a damage begins: before anything, or right after the first text, or within a call. */
export type WirePlace = 'nothing' | 'text' | 'call'

export type WireDamage =
  /** All but the wire's own end marker, and then a proper end of the body. */
  | { readonly kind: 'no_end' }
  /** The body ends properly, but too early. */
  | { readonly kind: 'cut'; readonly after: WirePlace }
  /** The connection breaks. */
  | { readonly kind: 'reset'; readonly after: WirePlace }
  /** Nothing more is said, and the connection stays. */
  | { readonly kind: 'stall'; readonly after: WirePlace }
  /** The wire's own error within the answer. */
  | { readonly kind: 'error'; readonly after: WirePlace; readonly message: string }
  /** A piece that is cut in its middle. */
  | { readonly kind: 'corrupt' }

/** What a variant of writing is about; a case runs all variants of its kind. */
export type WireVariantKind =
  /** Comments, line ends, keep-alives: bytes that mean nothing. */
  | 'framing'
  /** Events, fields, blocks that nobody knows. */
  | 'unknown'
  /** Empty texts and blocks. */
  | 'empty'
  /** Usage elsewhere: earlier, later, alone. */
  | 'usage_place'
  /** Usage that is repeated and grows. */
  | 'usage_again'
  /** How parallel calls are told apart. */
  | 'calls'
  /** A call whose name comes after its arguments. */
  | 'late_name'
  /** Calls without ids. */
  | 'no_ids'
  /** No arguments: a missing field, null, an empty text. */
  | 'no_arguments'
  /** The end of an answer whose call the model wrote wrongly. */
  | 'malformed_call'
  /** Calls wrapped in another: `parallel`, `functions.` */
  | 'wrapped_calls'
  /** A tool that the provider ran itself. */
  | 'provider_executed'
  /** The start of the answer twice. */
  | 'double_start'
  /** Two answers in one stream. */
  | 'two_answers'
  /** Ids of items that change within the answer. */
  | 'rotated_ids'
  /** Arguments in pieces whose end is missing. */
  | 'partial_arguments'
  /** Errors in other shapes than the usual one. */
  | 'error_form'

export interface WireVariant {
  readonly name: string
  readonly of: WireVariantKind
}

/** What a wire may lack. */
export type WireAbility =
  | 'reasoning'
  | 'hidden_reasoning'
  | 'tools'
  | 'arguments_text'
  | 'call_ids'
  | 'usage'
  | 'cache_usage'
  | 'reasoning_usage'
  | 'length'
  | 'content_filter'
  | 'unknown_stop'
  | 'stop_sequence'
  | 'streams'
  | 'whole'
  | 'fault'
  | 'response_id'
  | 'response_model'
  | 'request_id'
  | 'quota'
  | 'context_overflow'

/** A request that the server took. */
export interface WireRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The body as it came. */
  readonly text: string
  /** The body as JSON; `{}` when it is none. */
  readonly body: Readonly<Record<string, unknown>>
  /** From 1. */
  readonly number: number
  /** Whether it asked for a stream. */
  readonly streams: boolean
}

/** A server on this machine that answers what it was told and refuses what the service refuses. */
export interface WireServer {
  readonly url: string
  /** The key that it takes. */
  readonly key: string
  readonly requests: readonly WireRequest[]
  /** Messages of requests that broke a rule of the service. */
  readonly refusals: readonly string[]
  /** Answers for the next requests; when none is left, each gets the text `ok`. */
  answer(...answers: readonly WireAnswer[]): void
  /** Resolves when `count` of the connections or bodies of answers have been closed. */
  closed(count: number): Promise<void>
  close(): Promise<void>
}

/** A wire that a provider speaks, as the suite sees it. */
export interface Wire {
  readonly name: string
  /** What the wire cannot say, and why. The cases that need it are skipped with this reason. */
  readonly lacks?: Readonly<Partial<Record<WireAbility, string>>>
  /** Other ways in which the same answer is written. Default none. */
  readonly variants?: readonly WireVariant[]
  /** How a provider finds the server. Default `{ apiKey: server.key, apiBase: server.url }`. */
  config?(server: WireServer): unknown
  /**
   * What of an answer's part has to stand in the next request, byte for byte: a signature, a
   * ciphertext. Default nothing.
   */
  echoes?(part: SimulatedPart, request: WireRequest): readonly string[]
  start(): Promise<WireServer>
}

/** The one key of all servers; its parts are in no error, log line or fixture. */
export const wireKey = 'kit-K7pQ2vX9sT4mB8nL1c'
