import type {
  ChatDelta,
  JsonObject,
  JsonValue,
  ModelInfo,
  PreparedRequest,
} from '@autobot/core/provider'
import type { WireFault } from './fault.ts'

export interface CodecContext<Spelling> {
  /** Of the provider: the key of its metadata and of its options. */
  readonly prefix: string
  readonly spelling: Spelling
}

export interface DecodeContext<Spelling> extends CodecContext<Spelling> {
  /** Names of the tools that the request declares. Default none. */
  readonly declared?: ReadonlySet<string>
}

/** A fragment of the answer, or what the provider says went wrong within it. */
export type WireStep = ChatDelta | FaultStep

/** `fault` in words of ours, or `said`: the provider's own value, whatever its shape. */
export type FaultStep =
  | { readonly type: 'fault'; readonly fault: WireFault }
  | { readonly type: 'fault'; readonly said: JsonValue }

/** Reads one answer, whether it comes in events or as one JSON value. Holds its state. */
export interface WireDecoder {
  read(event: string | undefined, value: JsonValue): readonly WireStep[]
  /** No more events. `complete`: the wire's own end was read, or the answer was one value. */
  end(complete: boolean): readonly WireStep[]
  /** Nothing more is expected, even if the connection stays open. */
  isDone(): boolean
  /** The answer that a refusal holds all the same; undefined where it holds none. */
  salvage?(refusal: JsonValue): Promise<readonly WireStep[] | undefined>
}

/** A wire, both ways. Pure: knows no network, no clock and no environment. */
export interface WireCodec<Spelling = unknown> {
  /** Behind the base URL. */
  path(model: string, spelling: Spelling): string
  encode(request: PreparedRequest, context: CodecContext<Spelling>): JsonObject
  /** A promise where it takes code that is not loaded yet. */
  decoder(context: DecodeContext<Spelling>): WireDecoder | Promise<WireDecoder>
  models(): Promise<ModelList>
}

export interface ModelList {
  /** Behind the base URL; `cursor` is what `read` gave for the page before. */
  path(cursor: string | undefined): string
  read(page: JsonValue): { readonly models: readonly ModelInfo[]; readonly cursor?: string }
}
