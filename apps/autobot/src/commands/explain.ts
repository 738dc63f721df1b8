import type { AgentEvent, Plugin, Provider, Warning, WireRequest } from '@autobot/core'
import type { CommandContext } from '../command-context.ts'
import { composeAgent } from '../compose.ts'
import type { LoadedConfig } from '../config/load.ts'
import { processHost } from '../host.ts'
import { createToolFilter } from '../tool-filter.ts'
import { UsageError } from '../usage-error.ts'
import { listing } from './listing.ts'
import { load } from './load.ts'
import { readQuestion, type QuestionFlags } from './question.ts'
import { runOptions, type RunFlags } from './run-options.ts'

export interface ExplainFlags extends RunFlags, QuestionFlags {
  readonly config?: string
  readonly verbose?: boolean
  readonly tools?: readonly string[]
  readonly json?: boolean
}

/** The request of the first step, as it would be sent. */
export function explainCommand(flags: ExplainFlags, context: CommandContext): Promise<number> {
  let loaded: LoadedConfig | undefined
  return listing(
    flags,
    context,
    () => loaded,
    async () => {
      const question = readQuestion(flags, context)
      question.catch(() => undefined)
      loaded = await load(flags, context)
      const filter = flags.tools === undefined ? undefined : createToolFilter(flags.tools)
      const { fallback: _, ...options } = runOptions(flags, loaded, filter)
      const requests: WireRequest[] = []
      const agent = await composeAgent({
        loaded,
        host: processHost(context),
        models: [options.model],
        agent: options,
        decorate: (plugin) => withoutSending(plugin, (request) => void requests.push(request)),
      })
      const warnings: Warning[] = []
      try {
        for await (const event of agent.stream(await question, { signal: context.signal })) {
          collect(event, warnings)
        }
      } finally {
        await agent.dispose()
      }
      const [request] = requests
      if (request === undefined) throw new Error('No request was made.')
      if (flags.json === true) {
        const body = parse(request.body)
        const shown = {
          type: 'explain',
          model: options.model,
          ...request,
          credentials: request.credentials ?? null,
          body,
          warnings,
        }
        return context.write(`${context.redactor.json(shown)}\n`)
      }
      context.write(context.redactor.text(page(options.model, request, warnings)))
    },
  )
}

/** The provider's own encoder at work, and an answer that costs nothing. */
function withoutSending(plugin: Plugin, seen: (request: WireRequest) => void): Plugin {
  return {
    ...plugin,
    register: (registry) =>
      plugin.register({
        ...registry,
        provider: (definition) =>
          registry.provider({
            ...definition,
            async create(config, host): Promise<Provider> {
              const provider = await definition.create(config, host)
              return {
                ...provider,
                async *stream(request, call) {
                  if (provider.explain === undefined) {
                    throw new UsageError(
                      `The provider ${definition.prefix} cannot show its requests.`,
                    )
                  }
                  seen(await provider.explain(request, call))
                  yield { type: 'text', text: 'Nothing was sent.' }
                  yield { type: 'finish', reason: 'stop' }
                },
              }
            },
          }),
      }),
  }
}

function collect(event: AgentEvent, warnings: Warning[]): void {
  if (event.type === 'run_end') warnings.push(...event.result.warnings)
}

function page(model: string, request: WireRequest, warnings: readonly Warning[]): string {
  const headers = Object.entries(request.headers).map(([name, value]) => `  ${name}: ${value}\n`)
  return [
    `Model        ${model}\n`,
    `Request      ${request.method} ${request.url}\n`,
    `Credentials  ${request.credentials ?? 'unknown'}\n`,
    ...(headers.length === 0 ? [] : ['Headers\n', ...headers]),
    ...warnings.map(({ code, message }) => `Warning      ${message} (${code})\n`),
    'Body\n',
    `${JSON.stringify(parse(request.body), undefined, 2)}\n`,
  ].join('')
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch {
    return body
  }
}
