import { existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { JsonValue, ProviderHost, Tool, ToolProgress } from '@autobot/core/provider'
import type { McpServerConfig } from '../src/config.ts'
import { mcpSource, type McpOptions, type McpSource } from '../src/index.ts'

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
  const log = join(mkdtempSync(join(tmpdir(), 'mcp-bench-')), 'log')
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

/** Processes whose command line holds the text; those that only wait to be reaped do not count. */
export function alive(text: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        const state = /^\d+ \(.*\) (\S)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]
        return state !== 'Z' && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text)
      } catch {
        return false
      }
    })
    .map(Number)
}

export function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
