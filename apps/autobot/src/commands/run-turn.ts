import type { Agent, AgentEvent, AgentInput, RunResult, TurnOptions } from '@autobot/core'
import type { CommandContext } from '../command-context.ts'
import { redactedEvents } from '../render/redacted-events.ts'
import type { Renderer } from '../render/renderer.ts'
import type { ToolFilter } from '../tool-filter.ts'

/** One turn, shown and logged; a failure of the run itself is in the result. */
export async function runTurn(
  agent: Agent,
  question: AgentInput,
  renderer: Renderer,
  filter: ToolFilter | undefined,
  context: CommandContext,
  turn: TurnOptions,
  /** The renderer tells of tools and tokens itself. */
  watched = false,
): Promise<RunResult> {
  let result: RunResult | undefined
  const show = redactedEvents(context.redactor, (event) => renderer.event(event))
  try {
    for await (const event of agent.stream(question, turn)) {
      if (event.type === 'step_start') tellOfSources(agent, context)
      show(event)
      log(event, filter, context, watched ? 'debug' : 'info')
      if (event.type === 'run_end') ({ result } = event)
    }
  } catch (error) {
    // A run that failed has said so in its result already.
    if (result?.error === undefined) throw error
  }
  if (result === undefined) throw new Error('The run ended without a result.')
  return result
}

const told = new WeakMap<Agent, Set<string>>()

/** What is wrong with servers and their tools, once: they are read by the time of the first step. */
function tellOfSources(agent: Agent, context: CommandContext): void {
  const known = told.get(agent) ?? new Set()
  told.set(agent, known)
  for (const source of agent.registry.toolSources) {
    for (const { code, message } of source.warnings?.() ?? []) {
      if (known.has(message)) continue
      known.add(message)
      context.log('warn', message, { code })
    }
  }
}

function log(
  event: AgentEvent,
  filter: ToolFilter | undefined,
  { log: write }: CommandContext,
  usual: 'debug' | 'info',
): void {
  switch (event.type) {
    case 'step_start':
      if (event.step > 1) break
      for (const pattern of filter?.unmatched() ?? [])
        write('warn', `No tool matches "${pattern}".`)
      break
    case 'warning':
      write('warn', event.warning.message, { code: event.warning.code, path: event.warning.path })
      break
    case 'retry':
      write('warn', `${sentence(event.error.message)} Trying again in ${event.delayMs} ms.`, {
        attempt: event.attempt,
      })
      break
    case 'fallback':
      write('warn', `${event.from} failed: ${sentence(event.error.message)} Asking ${event.to}.`)
      break
    case 'tool_start':
      write(usual, `Tool call: ${event.call.name}`)
      write('debug', `Tool input: ${event.call.argumentsText}`)
      break
    case 'tool_end':
      write(
        usual,
        `Tool ${event.result.isError === true ? 'failed' : 'done'}: ${event.call.name}`,
        {
          ms: Math.round(event.durationMs),
        },
      )
      break
    case 'run_end': {
      const { inputTokens, outputTokens } = event.result.usage
      write(usual, 'Tokens', { input: inputTokens, output: outputTokens })
      break
    }
    default:
  }
}

/** A service's own words often end without a stop. */
function sentence(text: string): string {
  return /[.!?…]$/.test(text.trimEnd()) ? text : `${text}.`
}
