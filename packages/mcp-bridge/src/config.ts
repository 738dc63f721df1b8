import type { McpAuth, McpAuthorizer } from './auth/config.ts'
import type { McpInteraction } from './interaction.ts'
import type { McpResultOptions } from './result-options.ts'
import type { McpStore } from './store.ts'

/** One MCP server: a command that is started here, or a URL. */
export interface McpServerConfig {
  /** Default: `stdio` for a command; for a URL `http`, then `sse` when the server only knows that. */
  readonly type?: 'stdio' | 'http' | 'sse'
  /** A program; it is started without a shell. */
  readonly command?: string
  readonly args?: readonly string[]
  /** Its environment beside PATH, HOME and LANG: nothing else is inherited. */
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Streamable HTTP; a server that only knows the older HTTP+SSE is recognised. */
  readonly url?: string
  readonly headers?: Readonly<Record<string, string>>
  /** For a URL. Default: found out with the server, unless `headers` hold an authorization. */
  readonly auth?: McpAuth | 'none'
  /** Lets a URL be http although it is not this machine. Default false. */
  readonly allowInsecureHttp?: boolean
  /** `legacy`: the newer protocol is not tried. Default `auto`. */
  readonly protocol?: 'auto' | 'legacy'
  /** Names that are let through: exact, or ending with `*`. Default all. */
  readonly tools?: readonly string[]
  /** Names that are not, in the same form; they win. Default none. */
  readonly deny?: readonly string[]
  /** Names of tools whose calls the application must approve. Default none. */
  readonly needsApproval?: readonly string[]
  /** Its word on what its tools do is believed: read-only, repeatable. Default false. */
  readonly trusted?: boolean
  /** What becomes of tools that differ from those that were approved. Default `block`. */
  readonly pins?: 'off' | 'warn' | 'block'
  /** Default true. */
  readonly enabled?: boolean
  /** `on_demand`: not before its first call, once its list of tools is known. Default `eager`. */
  readonly start?: 'eager' | 'on_demand'
  /** `never`: a server that ended stays away. Default `on_demand`: the next call starts it. */
  readonly restart?: 'on_demand' | 'never'
  /** Milliseconds from the start of the process to the list of tools. Default 30 000. */
  readonly startTimeoutMs?: number
  /** Milliseconds without a sign of life of a call. Default 60 000. */
  readonly callTimeoutMs?: number
  /** The same under the name that other programs use; `callTimeoutMs` wins. */
  readonly timeoutMs?: number
  /** Milliseconds of a call, whatever progress it reports. Default 600 000. */
  readonly maxCallMs?: number
  /** Calls at the same time. Default unlimited. */
  readonly maxConcurrency?: number
  /** Bytes of one message of a local server; a larger one fails its call. Default 67 108 864. */
  readonly maxMessageBytes?: number
  /** Where this entry was read, for messages. */
  readonly source?: string
}

export interface McpOptions extends McpInteraction {
  /** By name; the name becomes part of the tools' names. */
  readonly servers: Readonly<Record<string, McpServerConfig>>
  /** Servers that start at the same time. Default 8. */
  readonly startConcurrency?: number
  /** Milliseconds that the first list of tools waits for servers. Default: until each is decided. */
  readonly waitMs?: number
  /** The same for servers whose tools are known from an earlier start. Default: `waitMs`. */
  readonly knownWaitMs?: number
  /** Where tokens, lists of tools and approvals are kept. Default: in memory. */
  readonly store?: McpStore
  /** Shows a person the page of a server that needs it. Default: the page is in the warning. */
  readonly authorizer?: McpAuthorizer
  /** When tools are searched for in place of being listed. Default: over 40, or 5 % of the window. */
  readonly search?: McpSearchOptions | 'never' | 'always'
  /** How much of a result models see, and in which form. */
  readonly results?: McpResultOptions
  /** Leaves points in time out of the defaults and examples in tools' schemas. Default false. */
  readonly stabilise?: boolean
}

export interface McpSearchOptions {
  /** Tools that may be listed. Default 40. */
  readonly maxTools?: number
  /** Tokens of the model's context window. Default 200 000. */
  readonly contextWindow?: number
  /** Share of the window that their definitions may take. Default 0.05. */
  readonly share?: number
}

export function matches(tool: string, pattern: string): boolean {
  return pattern.endsWith('*') ? tool.startsWith(pattern.slice(0, -1)) : tool === pattern
}

export function isAllowed(tool: string, patterns: readonly string[] | undefined): boolean {
  if (patterns === undefined || patterns.length === 0) return true
  return patterns.some((pattern) => matches(tool, pattern))
}
