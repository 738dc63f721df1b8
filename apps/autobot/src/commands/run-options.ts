import { ConfigError, type AgentOptions, type ReasoningEffort } from '@autobot/core'
import type { LoadedConfig } from '../config/load.ts'
import { workspaceFolder } from '../config/tool-options.ts'
import { workspacePrompt } from '../system-prompt.ts'
import type { ToolFilter } from '../tool-filter.ts'

export interface RunFlags {
  readonly model?: string
  readonly system?: string
  readonly fallback?: readonly string[]
  readonly maxSteps?: number
  readonly maxCost?: number
  readonly reasoning?: ReasoningEffort
}

export type AgentRunOptions = Omit<AgentOptions, 'plugins' | 'providers' | 'host'>

/** The same, with what the workspace says of the agent where `--system` says nothing. */
export async function runOptionsWithPrompt(
  flags: RunFlags,
  loaded: LoadedConfig,
  filter: ToolFilter | undefined,
): Promise<AgentRunOptions> {
  const options = runOptions(flags, loaded, filter)
  if (options.system !== undefined) return options
  const system = await workspacePrompt(workspaceFolder(loaded))
  return system === undefined ? options : { ...options, system }
}

/** The agent's options: what was typed, else what the configuration says. */
export function runOptions(
  flags: RunFlags,
  loaded: LoadedConfig,
  filter: ToolFilter | undefined,
): AgentRunOptions {
  const defaults = loaded.config.agents?.defaults ?? {}
  const model = flags.model ?? defaults.model
  if (model === undefined) {
    throw new ConfigError('No model is chosen.', {
      path: 'agents.defaults.model',
      hint: 'Pass --model PREFIX/MODEL, or write agents.defaults.model: "PREFIX/MODEL" in config.yml.',
    })
  }
  const fallback = flags.fallback ?? defaults.fallback
  const maxSteps = flags.maxSteps ?? defaults.max_tool_iterations
  const maxCostUsd = flags.maxCost ?? defaults.max_cost_usd
  return {
    model,
    ...(fallback !== undefined && { fallback }),
    ...(maxSteps !== undefined && { maxSteps }),
    ...(maxCostUsd !== undefined && { maxCostUsd }),
    ...(flags.system !== undefined && { system: flags.system }),
    ...(flags.reasoning !== undefined && { reasoning: flags.reasoning }),
    ...(defaults.max_tokens !== undefined && { maxOutputTokens: defaults.max_tokens }),
    ...(defaults.temperature !== undefined && { temperature: defaults.temperature }),
    ...(filter !== undefined && { toolFilter: filter.accepts }),
  }
}
