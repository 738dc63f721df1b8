import { definePlugin, type Plugin, type ProviderHost, type Tool } from '@autobot/core/provider'
import { version } from './version.ts'

/** One tool as a plugin of its own, so that each can be switched off by its name. */
export function toolPlugin(
  name: string,
  description: string,
  make: (host: () => ProviderHost) => Omit<Tool, 'name' | 'description'>,
): Plugin {
  let host: ProviderHost | undefined
  return definePlugin({
    name,
    version,
    description,
    register(registry) {
      const tool = make(() => {
        if (host === undefined) throw new Error(`The plugin ${name} has not been started.`)
        return host
      })
      registry.tool(Object.freeze({ name, description, ...tool }))
    },
    start(given) {
      host = given
    },
  })
}
