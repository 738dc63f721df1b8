// The code of docs/plugins.md.
import { createAgent, definePlugin, defineTool, type Agent, type Plugin } from '@autobot/core'

// #region plugin
export function audit(options: { readonly write: (line: string) => void }): Plugin {
  return definePlugin({
    name: 'autobot-plugin-audit',
    description: 'Writes down what tools did.',
    register(registry) {
      registry.tool(defineTool({ name: 'clock', description: 'The time.', execute: () => 'noon' }))
      registry.hook({
        name: 'audit',
        beforeTool({ call }) {
          if (call.name === 'delete_all') return { action: 'deny', reason: 'Never.' }
          return undefined
        },
        event(event) {
          if (event.type === 'tool_end') options.write(`${event.call.name} ${event.durationMs} ms`)
        },
      })
    },
    start: (host) => host.log('info', 'audit begins'),
    stop: () => options.write('end'),
  })
}
// #endregion

// #region use
export function audited(model: string, others: readonly Plugin[], lines: string[]): Agent {
  const write = (line: string) => void lines.push(line)
  return createAgent({ model, plugins: [...others, audit({ write })] })
}
// #endregion
