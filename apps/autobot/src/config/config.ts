/** `config.yml` after expansion and checks; keys as they are written there. */
export interface Config {
  readonly agents?: { readonly defaults?: AgentDefaults }
  readonly providers?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly plugins?: PluginsBlock
  readonly tools?: ToolsBlock
  readonly mcp?: {
    readonly servers?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
    readonly wait_ms?: number
    readonly files?: readonly string[]
  }
}

export interface AgentDefaults {
  readonly model?: string
  readonly max_tokens?: number
  readonly temperature?: number
  readonly max_tool_iterations?: number
  readonly workspace?: string
  readonly fallback?: readonly string[]
  readonly max_cost_usd?: number
}

export interface ToolsBlock {
  readonly sandbox?: 'auto' | 'bubblewrap' | 'docker' | 'none'
  readonly sandbox_env?: readonly string[]
  readonly docker_image?: string
  readonly exec?: {
    readonly timeout?: number
    readonly allow_patterns?: readonly string[]
    readonly deny_patterns?: readonly string[]
  }
  readonly rate_limit?: {
    readonly global?: RateRuleBlock
    readonly per_tool?: Readonly<Record<string, RateRuleBlock>>
  }
}

export interface RateRuleBlock {
  readonly max_calls?: number
  readonly window_seconds?: number
}

export type PluginsBlock =
  | readonly (string | Readonly<Record<string, unknown>>)[]
  | Readonly<Record<string, unknown>>

export type ConfigPath = readonly (string | number)[]

/** `config.yml:4:13`: where a field, or the nearest that holds it, is written. */
export type Where = (path: ConfigPath, part?: 'key' | 'value') => string

export interface Problem {
  readonly path: ConfigPath
  readonly message: string
  /** What is wrong with the field. Default `value`. */
  readonly part?: 'key' | 'value'
}
