import type { JsonObject, JsonValue } from '@autobot/core/provider'

/** A server asks the person at the application for something, in the middle of a call. */
export type McpElicitation =
  | {
      readonly mode: 'form'
      readonly server: string
      readonly message: string
      /** JSON Schema of an object with flat properties. */
      readonly schema: JsonObject
    }
  | {
      /** What must not pass through us, such as a password, is entered on a page of the server. */
      readonly mode: 'url'
      readonly server: string
      readonly message: string
      /** http or https; show it before it is opened. */
      readonly url: string
    }

export type McpElicitationAnswer =
  | { readonly action: 'accept'; readonly content?: Readonly<Record<string, JsonValue>> }
  | { readonly action: 'decline' | 'cancel' }

/** What happens at servers, for applications that show it. */
export type McpEvent =
  | {
      readonly type: 'log'
      readonly server: string
      readonly level: string
      readonly logger?: string
      /** As the server wrote it: do not trust it. */
      readonly data: JsonValue
    }
  | { readonly type: 'state'; readonly server: string; readonly state: string }
  | { readonly type: 'tools_changed'; readonly server: string }
  | { readonly type: 'resources_changed'; readonly server: string }
  | { readonly type: 'prompts_changed'; readonly server: string }
  | { readonly type: 'resource_updated'; readonly server: string; readonly uri: string }
  /** One call of a tool, without its arguments and its result. */
  | {
      readonly type: 'call'
      readonly server: string
      /** The server's own name of it. */
      readonly tool: string
      /** sha256 of the arguments. */
      readonly inputHash: string
      readonly bytes: number
      readonly durationMs: number
      readonly outcome: 'ok' | 'error' | 'cancelled'
      /** The result is not as the tool had announced; it was used all the same. */
      readonly mismatch?: string
    }

/** What an application offers to servers; what is absent is not offered. */
export interface McpInteraction {
  /** Asked when a server wants input from a person. Default: servers are told that nobody is there. */
  readonly elicit?: (
    request: McpElicitation,
    context: { readonly signal: AbortSignal },
  ) => McpElicitationAnswer | Promise<McpElicitationAnswer>
  /** Folders that servers may be told of, as paths or file URLs. Default: none are told. */
  readonly roots?: readonly string[]
  /** Lets servers ask a model. Default: they may not. */
  readonly sampling?: McpSampling
  readonly onEvent?: (event: McpEvent) => void
  /**
   * Goes to the server with each call, beside its arguments and never among them: `traceparent`,
   * `tracestate` and `baggage` of the trace that the call belongs to.
   */
  readonly traceContext?: () => Readonly<Record<string, string>> | undefined
}

export interface McpSampling {
  /** One question to a model; `maxOutputTokens` is already within the budget. */
  readonly ask: (
    request: McpSamplingRequest,
    context: { readonly signal: AbortSignal },
  ) => Promise<McpSamplingAnswer>
  /** Questions of one server, until the source stops. Default 10. */
  readonly maxCalls?: number
  /** Output tokens of one server, until the source stops. Default 20 000. */
  readonly maxOutputTokens?: number
}

export interface McpSamplingRequest {
  readonly server: string
  readonly system?: string
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[]
  readonly maxOutputTokens: number
  readonly temperature?: number
  readonly stopSequences?: readonly string[]
}

export interface McpSamplingAnswer {
  readonly text: string
  readonly model: string
  /** What it took of the budget. Default: all that was allowed. */
  readonly outputTokens?: number
}
