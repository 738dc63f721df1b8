import type { JsonValue } from '../contract/json.ts'
import type { PreparedRequest } from '../contract/request.ts'
import type { Warning } from '../contract/response.ts'
import type { AnswerTool } from './answer-tool.ts'
import type { FetchedMedia } from './media-rules.ts'

export interface PrepareOptions {
  /** What was fetched, by URL. See `urlsToFetch`. */
  readonly media?: FetchedMedia
}

export interface Prepared {
  readonly request: PreparedRequest
  readonly warnings: readonly Warning[]
  /** The tool's own name for a name of the wire. */
  toolName(wireName: string): string
  /** The input in keys and values of the tool's own schema. */
  decodeInput(wireToolName: string, input: JsonValue): JsonValue
  /** The answer in keys and values of the schema that was asked for. */
  decodeOutput(value: JsonValue): JsonValue
  /** The tool whose call is the answer, where `output` is asked for in this way. */
  readonly answer?: AnswerTool
}
