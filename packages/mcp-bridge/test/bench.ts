import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { JsonValue, ProviderHost, Tool, ToolProgress } from '@autobot/core/provider'
import type { McpServerConfig } from '../src/config.ts'
import { mcpSource, type McpOptions, type McpSource } from '../src/index.ts'
import { temporaryFolder } from './temporary-folder.ts'

export const badServer = fileURLToPath(new URL('servers/bad.mjs', import.meta.url))

export interface Bench {
  readonly source: McpSource
  readonly logged: string[]
  /** What the misbehaving servers wrote down. */
  notes(): readonly string[]
  tool(name: string): Promise<Tool>
  call(name: string, input?: JsonValue, context?: CallContext): Promise<CallResult>
}
interface CallContext {
  readonly signal?: AbortSignal
  readonly progress?: (update: ToolProgress) => void
}
export interface CallResult {
  readonly content: readonly { readonly type: string; readonly text?: string }[]
  readonly isError: boolean
}

/** A source with servers; `bad('noise')` is one that misbehaves. */
export function bench(
  servers: Record<string, McpServerConfig>,
  more: Omit<McpOptions, 'servers'> = {},
): Bench {
  const log = join(temporaryFolder('bench', onTestFinished), 'log')
  const logged: string[] = []
  const host: ProviderHost = {
    fetch: globalThis.fetch,
    secret: (name) => process.env[name] || undefined,
    log: (level, message) => void logged.push(`${level} ${message}`),
    now: () => Date.now(),
    random: () => 0.5,
  }
  const withLog = Object.entries(servers).map(([name, config]): [string, McpServerConfig] => [
    name,
    config.command === undefined ? config : { ...config, env: { ...config.env, LOG: log } },
  ])
  const source = mcpSource({ ...more, servers: Object.fromEntries(withLog) }, () => host)
  const tool = async (name: string): Promise<Tool> => {
    const found = (await source.tools({})).find((each) => each.name === name)
    if (found === undefined)
      throw new Error(`no tool ${name}: ${JSON.stringify(source.warnings?.())}`)
    return found
  }
  return {
    source,
    logged,
    notes: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
    tool,
    async call(name, input = {}, { signal, progress } = {}) {
      const context = {
        toolCallId: 'c',
        signal: signal ?? new AbortController().signal,
        progress: progress ?? (() => undefined),
      }
      return (await (await tool(name)).execute(input as never, context)) as unknown as CallResult
    },
  }
}

export function bad(mode: string, more: McpServerConfig = {}): McpServerConfig {
  const { env, ...rest } = more
  return { command: process.execPath, args: [badServer], env: { MODE: mode, ...env }, ...rest }
}
