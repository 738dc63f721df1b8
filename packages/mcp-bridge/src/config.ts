/** One MCP server: a command that is started here, or a URL. */
export interface McpServerConfig {
  /** A program; it is started without a shell. */
  readonly command?: string
  readonly args?: readonly string[]
  /** Its environment beside PATH, HOME and LANG: nothing else is inherited. */
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Streamable HTTP; a server that only knows the older HTTP+SSE is recognised. */
  readonly url?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Names that are let through: exact, or ending with `*`. Default all. */
  readonly tools?: readonly string[]
  /** Default true. */
  readonly enabled?: boolean
  /** Milliseconds from the start of the process to the list of tools. Default 30 000. */
  readonly startTimeoutMs?: number
  /** Milliseconds without a sign of life of a call. Default 60 000. */
  readonly callTimeoutMs?: number
  /** The same under the name that other programs use; `callTimeoutMs` wins. */
  readonly timeoutMs?: number
}

export interface McpOptions {
  /** By name; the name becomes part of the tools' names. */
  readonly servers: Readonly<Record<string, McpServerConfig>>
  /** Servers that start at the same time. Default 8. */
  readonly startConcurrency?: number
}

export function isAllowed(tool: string, patterns: readonly string[] | undefined): boolean {
  if (patterns === undefined || patterns.length === 0) return true
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? tool.startsWith(pattern.slice(0, -1)) : tool === pattern,
  )
}
