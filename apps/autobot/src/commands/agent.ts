import type { Agent } from '@autobot/core'
import { approver } from '../approve.ts'
import { terminalAsk } from '../ask.ts'
import type { CommandContext } from '../command-context.ts'
import { composeAgent } from '../compose.ts'
import type { LoadedConfig } from '../config/load.ts'
import { processHost } from '../host.ts'
import { pages } from '../mcp/pages.ts'
import { jsonRenderer } from '../render/json.ts'
import type { Renderer } from '../render/renderer.ts'
import { terminalRenderer } from '../render/terminal.ts'
import { textRenderer } from '../render/text.ts'
import { openConversation, type Conversation, type SessionFlags } from '../session/conversation.ts'
import { createToolFilter } from '../tool-filter.ts'
import { pricesFor } from './costs.ts'
import { exitStatus, failureInfo } from './failure.ts'
import { load } from './load.ts'
import { readQuestion, type QuestionFlags } from './question.ts'
import { runOptionsWithPrompt, type RunFlags } from './run-options.ts'
import { runTurn } from './run-turn.ts'

export interface AgentFlags extends RunFlags, QuestionFlags, SessionFlags {
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
  let loaded: LoadedConfig | undefined
  let agent: Agent | undefined
  let conversation: Conversation | undefined
  let model = flags.model
  let asker: ((question: string) => Promise<string>) | undefined
  let renderer: Renderer = json
    ? jsonRenderer(context, flags.streamJson === true, () => conversation?.id)
    : textRenderer(context, { stream: flags.stream, tools: false })
  try {
    const talking = !json && flags.message === undefined && context.terminal.stdin
    // Reading begins at once: what is slow to say something on stdin costs no further time.
    const question = talking ? undefined : readQuestion(flags, context)
    question?.catch(() => undefined)
    loaded = await load(flags, context, talking ? 'info' : 'warn')
    const filter = flags.tools === undefined ? undefined : createToolFilter(flags.tools)
    const options = await runOptionsWithPrompt(flags, loaded, filter)
    model = options.model
    conversation = await openConversation(flags, loaded, context)
    const prices = await pricesFor(options, json || talking, context)
    agent = await composeAgent({
      loaded,
      host: processHost(context),
      models: [options.model, ...(options.fallback ?? [])],
      everything: talking,
      ...(!talking && { filter }),
      ...pages(context, () => asker),
      agent: {
        ...options,
        ...prices,
        hooks: [conversation.hook],
      },
    })
    const tools = agent.registry.tools.length + agent.registry.toolSources.length > 0
    if (!json) {
      renderer = context.terminal.stdout
        ? terminalRenderer(context, { stream: flags.stream, usage: false })
        : textRenderer(context, { stream: flags.stream, tools })
    }
    if (question === undefined) {
      const { talk } = await import('../talk/talk.ts')
      return await talk(
        {
          agent,
          loaded,
          conversation,
          prices: prices.prices,
          model: options.model,
          files: flags.attach ?? [],
          stream: flags.stream,
          filter,
          yes: flags.yes === true,
          onAsker: (ask) => void (asker = ask),
        },
        context,
      )
    }
    const result = await runTurn(agent, await question, renderer, filter, context, {
      messages: conversation.messages,
      signal: context.signal,
      approve: approver(flags.yes === true, context, terminalAsk(context)),
    })
    await conversation.ended(result)
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
    await conversation?.close()
  }
}
