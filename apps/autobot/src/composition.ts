import type { Plugin, ProviderHost } from '@autobot/core'
import type { Blocks } from './config/blocks.ts'
import type { LoadedConfig } from './config/load.ts'
import type { AskedPerson } from './mcp/pages.ts'
import type { ToolFilter } from './tool-filter.ts'

export interface Composition {
  readonly plugins: readonly Plugin[]
  /** The package of each plugin, by the plugin's name. */
  readonly packages: ReadonlyMap<string, string>
  readonly providers: Blocks
}

export interface CompositionOptions {
  readonly loaded: LoadedConfig
  readonly host: ProviderHost
  /** Models whose providers are needed; `all` for lists. */
  readonly models: readonly string[] | 'all'
  /** Whether MCP servers take part. Default true. */
  readonly servers?: boolean
  /** Whether the built-in tools do. Default true. */
  readonly tools?: boolean
  /** Servers none of whose tools it can accept are not started. */
  readonly filter?: ToolFilter | undefined
  /** Tells a person of a page where a server wants to be agreed to; absent: nobody is there. */
  readonly showPage?: AskedPerson['showPage']
  /** Answers what servers ask a person; absent: nobody is there. */
  readonly elicit?: AskedPerson['elicit']
}
