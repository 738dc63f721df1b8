import type { CommandContext } from '../command-context.ts'
import { compose, composeAgent, serveTools } from '../compose.ts'
import type { LoadedConfig } from '../config/load.ts'
import { processHost } from '../host.ts'
import { createToolFilter } from '../tool-filter.ts'
import { UsageError } from '../usage-error.ts'
import { version } from '../version.ts'
import { listing } from './listing.ts'
import { load } from './load.ts'
import { runOptionsWithPrompt } from './run-options.ts'

export interface McpServeFlags {
  readonly config?: string
  readonly verbose?: boolean
  readonly http?: boolean
  readonly port?: number
  readonly host?: string
  /** Variable that holds what callers must send. */
  readonly tokenEnv?: string
  readonly tools?: readonly string[]
  /** Whether the agent itself is offered, as the tool `ask`. */
  readonly agent?: boolean
  readonly yes?: boolean
}

/** Our tools as an MCP server, until the other end goes or a signal comes. */
export function mcpServe(flags: McpServeFlags, context: CommandContext): Promise<number> {
  let loaded: LoadedConfig | undefined
  return listing(
    {},
    context,
    () => loaded,
    async () => {
      loaded = await load(flags, context)
      const host = processHost(context)
      const token = flags.tokenEnv === undefined ? undefined : host.secret(flags.tokenEnv)
      if (flags.tokenEnv !== undefined && token === undefined) {
        throw new UsageError(`The variable ${flags.tokenEnv} is not set.`, 'Set it to a long text.')
      }
      if (token !== undefined) context.redactor.add(token)
      const { createRegistry } = await import('@autobot/core')
      const { plugins } = await compose({ loaded, host, models: [], servers: false })
      const registry = createRegistry({ plugins, host })
      const filter = flags.tools === undefined ? undefined : createToolFilter(flags.tools)
      const tools = registry.tools.filter((tool) => filter?.accepts(tool) ?? true)
      const agent = flags.agent === true ? await servedAgent(loaded, context) : undefined
      if (tools.length === 0 && agent === undefined) {
        throw new UsageError(
          'There is nothing to offer.',
          'Make a workspace folder for the built-in tools, add a plugin with tools, or pass --agent.',
        )
      }
      try {
        await registry.start()
        const serving = await serveTools({
          name: 'autobot',
          version: version(),
          tools,
          ...(agent !== undefined && {
            agents: { ask: { description: 'Asks the agent.', agent } },
          }),
          approve: () => flags.yes === true,
          log: (level, message) => context.log(level, message),
          transport:
            flags.http === true
              ? {
                  ...(flags.port !== undefined && { port: flags.port }),
                  ...(flags.host !== undefined && { host: flags.host }),
                  ...(token !== undefined && { token }),
                }
              : 'stdio',
        })
        if (serving.url !== undefined) context.tell(`Serving at ${serving.url}\n`)
        const close = (): void => void serving.close()
        context.signal.addEventListener('abort', close)
        if (context.signal.aborted) close()
        await serving.closed
        context.signal.removeEventListener('abort', close)
      } finally {
        await agent?.dispose()
        await registry.dispose()
      }
    },
  )
}

async function servedAgent(
  loaded: LoadedConfig,
  context: CommandContext,
): ReturnType<typeof composeAgent> {
  const options = await runOptionsWithPrompt({}, loaded, undefined)
  const host = processHost(context)
  return composeAgent({ loaded, host, models: [options.model], agent: options })
}
