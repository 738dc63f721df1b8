import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { ConfigError } from '@autobot/core/provider'
import type { ToolsOptions } from '@autobot/tools'
import type { RateRuleBlock } from './config.ts'
import type { LoadedConfig } from './load.ts'

/** The folder that the agent may work in, as the configuration names it. */
export function workspaceFolder({ config, folder }: LoadedConfig): string {
  return resolve(folder, config.agents?.defaults?.workspace ?? './workspace')
}

/** With a workspace there are built-in tools; without one there are none. */
export function toolOptions(
  loaded: LoadedConfig,
  without: readonly string[],
): ToolsOptions | undefined {
  const workspace = workspaceFolder(loaded)
  if (!existsSync(workspace)) return undefined
  const { tools = {} } = loaded.config
  const { allow_patterns: allow, deny_patterns: deny, timeout } = tools.exec ?? {}
  checkPatterns('allow_patterns', allow)
  checkPatterns('deny_patterns', deny)
  const { global, per_tool: perTool } = tools.rate_limit ?? {}
  return {
    workspace,
    without,
    sandbox: {
      ...(tools.sandbox !== undefined && { kind: tools.sandbox }),
      ...(tools.sandbox_env !== undefined && { env: tools.sandbox_env }),
      ...(tools.docker_image !== undefined && { dockerImage: tools.docker_image }),
    },
    exec: {
      ...(timeout !== undefined && { timeoutSeconds: timeout }),
      ...(allow !== undefined && { allowPatterns: allow }),
      ...(deny !== undefined && { denyPatterns: deny }),
    },
    rateLimits: {
      ...(global !== undefined && { global: rule(global) }),
      ...(perTool !== undefined && {
        perTool: Object.fromEntries(
          Object.entries(perTool).map(([name, block]) => [name, rule(block)]),
        ),
      }),
    },
  }
}

function rule({ max_calls: maxCalls = 30, window_seconds: windowSeconds = 60 }: RateRuleBlock): {
  readonly maxCalls: number
  readonly windowSeconds: number
} {
  return { maxCalls, windowSeconds }
}

function checkPatterns(field: string, patterns: readonly string[] | undefined): void {
  for (const [index, pattern] of (patterns ?? []).entries()) {
    try {
      new RegExp(pattern, 'i')
    } catch (cause) {
      throw new ConfigError(`tools.exec.${field}[${index}] is no regular expression: ${pattern}`, {
        path: `tools.exec.${field}`,
        hint: 'Mend it, or put a backslash before each special character.',
        cause,
      })
    }
  }
}
