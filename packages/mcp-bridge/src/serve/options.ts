import type {
  FilePart,
  JsonObject,
  JsonValue,
  TextPart,
  Tool,
  ToolContext,
} from '@autobot/core/provider'

export interface McpServeOptions {
  readonly name?: string
  readonly version?: string
  /** How to use what is offered, for the model at the other end. */
  readonly instructions?: string
  readonly tools?: readonly Tool[]
  /** By the name of the tool under which each can be asked. */
  readonly agents?: Readonly<Record<string, ServedAgent>>
  readonly resources?: readonly ServedResource[]
  readonly prompts?: readonly ServedPrompt[]
  readonly transport: 'stdio' | ServeHttp
  /** Asked for each call of a tool that needs approval. Default: such a call is refused. */
  readonly approve?: (tool: Tool, input: JsonValue) => boolean | Promise<boolean>
  /** Names of tools of other MCP servers that may be offered on. Default none. */
  readonly reexport?: readonly string[]
  /** Milliseconds of one call. Default 600 000. */
  readonly callTimeoutMs?: number
  readonly log?: (level: 'debug' | 'warn', message: string) => void
}

export interface ServeHttp {
  /** Default: any that is free. */
  readonly port?: number
  /** Address to listen at. Default 127.0.0.1. */
  readonly host?: string
  /** Default `/mcp`. */
  readonly path?: string
  /** Names by which the server may be addressed. Default: those of this machine. */
  readonly allowedHosts?: readonly string[]
  /** What must stand behind `Bearer`. Needed when `host` is not this machine. */
  readonly token?: string
}

/** What can be asked as a tool; an agent of `createAgent` is one. */
export interface ServedAgent {
  readonly description?: string
  readonly agent: {
    run(
      prompt: string,
      options: { readonly messages: readonly never[]; readonly signal: AbortSignal },
    ): Promise<{ readonly text: string; readonly messages: readonly unknown[] }>
  }
}

export interface ServedResource {
  /** `x://a`; with `{name}` in it, it is a template. */
  readonly uri: string
  readonly name: string
  readonly description?: string
  readonly mimeType?: string
  /** Undefined: there is no such resource. */
  readonly read: (
    uri: string,
    values: Readonly<Record<string, string>>,
  ) => MaybePromise<string | Uint8Array | undefined>
}

export interface ServedPrompt {
  readonly name: string
  readonly description?: string
  readonly arguments?: readonly {
    readonly name: string
    readonly description?: string
    readonly required?: boolean
    /** Values that begin with what is there already. */
    readonly complete?: (value: string) => MaybePromise<readonly string[]>
  }[]
  readonly messages: (
    values: Readonly<Record<string, string>>,
    caller: McpCaller,
  ) => MaybePromise<readonly ServedMessage[]>
}

export interface ServedMessage {
  readonly role: 'user' | 'assistant'
  /** A file whose name is an address becomes a resource. */
  readonly content: TextPart | FilePart
}

type MaybePromise<T> = T | Promise<T>

/** What a served tool gets beside what every tool gets. */
export interface ServedToolContext extends ToolContext {
  readonly caller: McpCaller
}

/** Who calls: the program at the other end, its person and its model. */
export interface McpCaller {
  log(level: 'debug' | 'info' | 'warning' | 'error', data: JsonValue): void
  /**
   * The answers, by the names of the questions. Ask before you do anything: where they are not
   * there yet, this throws, and the tool starts again from its beginning once they are.
   */
  ask(questions: Readonly<Record<string, McpQuestion>>): Readonly<Record<string, JsonObject>>
}

export type McpQuestion =
  /** Of the person: answered with `{ action, content }`. */
  | { readonly elicit: { readonly message: string; readonly schema: JsonObject } }
  /** Of the model: answered with `{ content, model }`. */
  | { readonly sample: { readonly prompt: string; readonly maxTokens: number } }
  /** The folders that may be worked in: answered with `{ roots }`. */
  | { readonly roots: true }

export interface McpServing {
  /** Where it is served, over HTTP. */
  readonly url?: string
  /** Resolves when the other end has gone (stdio), or after `close`. */
  readonly closed: Promise<void>
  /** Tells those who listen that the list of tools is another one. */
  toolsChanged(): void
  resourceUpdated(uri: string): void
  close(): Promise<void>
}
