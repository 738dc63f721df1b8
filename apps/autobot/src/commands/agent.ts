import type { Agent } from '@autobot/core'
import { approver } from '../approve.ts'
import { terminalAsk } from '../ask.ts'
import type { CommandContext } from '../command-context.ts'
import { composeAgent } from '../compose.ts'
import type { LoadedConfig } from '../config/load.ts'
import { processHost } from '../host.ts'
import { jsonRenderer } from '../render/json.ts'
import type { Renderer } from '../render/renderer.ts'
import { textRenderer } from '../render/text.ts'
import { createToolFilter } from '../tool-filter.ts'
import { exitStatus, failureInfo } from './failure.ts'
import { load } from './load.ts'
import { readQuestion, type QuestionFlags } from './question.ts'
import { runOptions, type RunFlags } from './run-options.ts'
import { runTurn } from './run-turn.ts'

export interface AgentFlags extends RunFlags, QuestionFlags {
  readonly config?: string
  readonly verbose?: boolean
  readonly tools?: readonly string[]
  readonly json?: boolean
  readonly streamJson?: boolean
  readonly stream: boolean
  /** Approve every call. */
  readonly yes?: boolean
}

/** One question, one answer; on a terminal without a question, a talk. Returns the exit status. */
export async function agentCommand(flags: AgentFlags, context: CommandContext): Promise<number> {
  const json = flags.json === true || flags.streamJson === true
  let renderer: Renderer = json
    ? jsonRenderer(context, flags.streamJson === true)
    : textRenderer(context, { stream: flags.stream, tools: false })
  let loaded: LoadedConfig | undefined
  let agent: Agent | undefined
  let model = flags.model
  try {
    const talking = !json && flags.message === undefined && context.terminal.stdin
    // Reading begins at once: what is slow to say something on stdin costs no further time.
    const question = talking ? undefined : readQuestion(flags, context)
    question?.catch(() => undefined)
    loaded = await load(flags, context, talking ? 'info' : 'warn')
    const filter = flags.tools === undefined ? undefined : createToolFilter(flags.tools)
    const options = runOptions(flags, loaded, filter)
    model = options.model
    agent = await composeAgent({
      loaded,
      host: processHost(context),
      models: [options.model, ...(options.fallback ?? [])],
      agent: options,
    })
    const tools = agent.registry.tools.length + agent.registry.toolSources.length > 0
    if (!json) renderer = textRenderer(context, { stream: flags.stream, tools })
    if (question === undefined) {
      const { talk } = await import('./talk.ts')
      return await talk(
        agent,
        { files: flags.attach ?? [], stream: flags.stream, tools, filter, yes: flags.yes === true },
        context,
      )
    }
    const result = await runTurn(agent, await question, renderer, filter, context, {
      signal: context.signal,
      approve: approver(flags.yes === true, context, terminalAsk(context)),
    })
    renderer.end(result)
    return result.error === undefined ? 0 : exitStatus(result.error)
  } catch (error) {
    const info = context.signal.aborted
      ? { code: 'aborted', message: 'The run was interrupted.', retryable: false }
      : failureInfo(error, loaded)
    renderer.failed(info, model)
    return exitStatus(info)
  } finally {
    await agent?.dispose()
  }
}
