import type { Plugin } from '@autobot/core/provider'
import { execTool, type ExecOptions } from './exec.ts'
import { fileTools } from './file-tools.ts'
import { rateLimit, type RateLimits } from './rate-limit.ts'
import type { SandboxOptions } from './sandbox.ts'
import { searchFiles } from './search-files.ts'
import { webFetch } from './web-fetch.ts'
import { createWorkspace } from './workspace.ts'

export interface ToolsOptions {
  /** The folder that file tools and commands are kept in. */
  readonly workspace: string
  readonly sandbox?: SandboxOptions
  readonly exec?: ExecOptions
  readonly rateLimits?: RateLimits
  /** Names that are left out. */
  readonly without?: readonly string[]
}

/** The built-in tools, each a plugin of its own, and the limit of how often they are called. */
export function tools(options: ToolsOptions): readonly Plugin[] {
  const workspace = createWorkspace(options.workspace)
  const without = new Set(options.without)
  const all = [
    ...fileTools(workspace),
    searchFiles(workspace),
    execTool(workspace, options.sandbox ?? {}, options.exec),
    webFetch(),
  ].filter(({ name }) => !without.has(name))
  const names = all.map(({ name }) => name)
  return without.has('rate_limit') ? all : [...all, rateLimit(names, options.rateLimits)]
}

/** What can be left out by name. */
export const toolNames: readonly string[] = [
  'read_file',
  'write_file',
  'edit_file',
  'list_dir',
  'search_files',
  'exec',
  'web_fetch',
]
