import type { Agent, AgentInput, PriceSource, RunResult, TurnOptions, Usage } from '@autobot/core'
import type { CommandContext } from '../command-context.ts'
import type { LoadedConfig } from '../config/load.ts'
import type { Conversation } from '../session/conversation.ts'
import type { ToolFilter } from '../tool-filter.ts'

/** What a talk is about to do, as its commands may change it. */
export interface TalkState {
  readonly agent: Agent
  readonly context: CommandContext
  readonly loaded: LoadedConfig
  readonly conversation: Conversation
  readonly prices: PriceSource | undefined
  /** With prefix. */
  model: string
  filter: ToolFilter | undefined
  /** Of the whole talk. */
  usage: Usage
  /** USD; undefined as soon as one price is unknown. */
  costUsd: number | undefined
  /** Asks the model aside from the conversation; nothing is shown. */
  quietly(question: AgentInput, turn: TurnOptions): Promise<RunResult>
}
