import type {
  AgentEvent,
  Plugin,
  PreparedRequest,
  Provider,
  Warning,
  WireRequest,
} from '@autobot/core'
import type { CommandContext } from '../command-context.ts'
import { composeAgent, loadPrices } from '../compose.ts'
import type { LoadedConfig } from '../config/load.ts'
import { processHost } from '../host.ts'
import { storedMessages, type SessionFlags } from '../session/conversation.ts'
import { dollars } from '../render/usage-line.ts'
import { createToolFilter } from '../tool-filter.ts'
import { UsageError } from '../usage-error.ts'
import { listing } from './listing.ts'
import { load } from './load.ts'
import { readQuestion, type QuestionFlags } from './question.ts'
import { runOptionsWithPrompt, type RunFlags } from './run-options.ts'

export interface ExplainFlags extends RunFlags, QuestionFlags, SessionFlags {
  readonly config?: string
  readonly verbose?: boolean
  readonly tools?: readonly string[]
  readonly json?: boolean
  /** The body alone. */
  readonly body?: boolean
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
      const { fallback: _, ...options } = await runOptionsWithPrompt(flags, loaded, filter)
      const requests: Seen[] = []
      const agent = await composeAgent({
        loaded,
        host: processHost(context),
        models: [options.model],
        agent: options,
        decorate: (plugin) => withoutSending(plugin, (seen) => void requests.push(seen)),
      })
      const warnings: Warning[] = []
      try {
        const messages = await storedMessages(flags, loaded)
        const turn = { messages, signal: context.signal }
        for await (const event of agent.stream(await question, turn)) {
          collect(event, warnings)
        }
      } finally {
        await agent.dispose()
      }
      const [seen] = requests
      if (seen === undefined) throw new Error('No request was made.')
      const { wire: request } = seen
      if (flags.body === true) return context.write(context.redactor.text(request.body))
      if (flags.json === true) {
        const body = parse(request.body)
        const { tokens, usd } = await estimate(options.model, request.body)
        const shown = {
          type: 'explain',
          model: options.model,
          ...request,
          credentials: request.credentials ?? null,
          body,
          bodyText: request.body,
          tools: (seen.prepared.tools ?? []).map(({ name, inputSchema }) => ({
            name,
            inputSchema,
          })),
          estimatedInputTokens: tokens,
          estimatedInputCostUsd: usd ?? null,
          warnings,
        }
        return context.write(`${context.redactor.json(shown)}\n`)
      }
      const facts = await estimate(options.model, request.body)
      context.write(context.redactor.text(page(options.model, seen, warnings, facts)))
    },
  )
}

interface Seen {
  readonly wire: WireRequest
  readonly prepared: PreparedRequest
}

interface Estimate {
  readonly tokens: number
  readonly usd: number | undefined
}

/** Four letters a token; the answer comes on top. */
async function estimate(model: string, body: string): Promise<Estimate> {
  const tokens = Math.ceil(body.length / 4)
  const price = (await loadPrices())(model)?.input
  return { tokens, usd: price === undefined ? undefined : (tokens * price) / 1_000_000 }
}

/** The provider's own encoder at work, and an answer that costs nothing. */
function withoutSending(plugin: Plugin, seen: (request: Seen) => void): Plugin {
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
                  seen({ wire: await provider.explain(request, call), prepared: request })
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

function page(
  model: string,
  { wire, prepared }: Seen,
  warnings: readonly Warning[],
  { tokens, usd }: Estimate,
): string {
  const headers = Object.entries(wire.headers).map(([name, value]) => `  ${name}: ${value}\n`)
  const tools = (prepared.tools ?? []).map(({ name }) => name)
  const cost = usd === undefined ? 'costs unknown' : `about ${dollars(usd)}`
  return [
    `Model        ${model}\n`,
    `Request      ${wire.method} ${wire.url}\n`,
    `Credentials  ${wire.credentials ?? 'unknown'}\n`,
    `Input        about ${tokens.toLocaleString('en-US')} tokens, ${cost}\n`,
    `Tools        ${tools.length === 0 ? 'none' : tools.join(', ')}\n`,
    ...warnings.map(({ code, message }) => `Warning      ${message} (${code})\n`),
    ...(headers.length === 0 ? [] : ['Headers\n', ...headers]),
    'Body\n',
    `${JSON.stringify(parse(wire.body), undefined, 2)}\n`,
  ].join('')
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch {
    return body
  }
}
