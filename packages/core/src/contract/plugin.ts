import type { Hook } from './hook.ts'
import type { ProviderDefinition, ProviderHost } from './provider.ts'
import type { SessionStore } from './session.ts'
import type { Tool, ToolSource } from './tool.ts'

/** What a package exports. `register` is synchronous and does no I/O: it declares. */
export interface Plugin {
  /** The version of this contract that the plugin is written for. */
  readonly contract: 1
  /** Unique among the plugins of an application: usually the package's name. */
  readonly name: string
  readonly version?: string
  readonly description?: string
  register(registry: PluginRegistry): void
  /** Called once, before the first run; a failure is reported and isolated. */
  start?(host: ProviderHost): void | Promise<void>
  /** Called when the application ends, in reverse order of starting. */
  stop?(): void | Promise<void>
}

/** Where a plugin declares what it brings. A second owner of a name throws `ConfigError`. */
export interface PluginRegistry {
  provider(definition: ProviderDefinition): void
  tool(tool: Tool): void
  toolSource(source: ToolSource): void
  hook(hook: Hook): void
  /** Another place for conversations, under a name that the application chooses by. */
  sessionStore(name: string, store: SessionStore): void
}
