import type { JsonValue } from '@autobot/core'

/** What was asked and answered once, without a secret: the content of a file. */
export interface Fixture {
  readonly version: 1
  /** Of the file, without ending. */
  readonly name: string
  /** What was done; absent: the answers are only read. */
  readonly scenario?: ScenarioName
  /** With prefix. */
  readonly model?: string
  readonly exchanges: readonly Exchange[]
  /** What the provider made of it when it was recorded. */
  readonly outcome?: RecordedOutcome
}

export type ScenarioName = 'text' | 'tools' | 'parallel-tools' | 'wrong-key'

export interface Exchange {
  /** Absent: any request is answered. */
  readonly request?: RecordedRequest
  readonly response: RecordedResponse
}

export interface RecordedRequest {
  readonly method: string
  readonly url: string
  /** The body as it was sent. Absent: there was none. */
  readonly body?: string
}

export interface RecordedResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Of a body that is text. */
  readonly text?: string
  /** Of any other body. */
  readonly base64?: string
}

export interface RecordedOutcome {
  readonly text: string
  readonly finishReason: string
  readonly calls: readonly { readonly name: string; readonly input: JsonValue }[]
  readonly usage: { readonly inputTokens?: number; readonly outputTokens?: number }
  /** Code of the error, where it was one. */
  readonly error?: string
}

export function responseBytes({ text, base64 }: RecordedResponse): Uint8Array<ArrayBuffer> {
  return base64 === undefined
    ? new TextEncoder().encode(text ?? '')
    : Uint8Array.from(Buffer.from(base64, 'base64'))
}
