import type { Plugin } from '../contract/plugin.ts'

/** Gives a plugin its type and its contract's version. */
export function definePlugin(plugin: Omit<Plugin, 'contract'>): Plugin {
  return Object.freeze({ contract: 1, ...plugin })
}
