import { stat } from 'node:fs/promises'
import { ToolError, type Plugin } from '@autobot/core/provider'
import { refusal, type GuardRules } from './exec-guard.ts'
import { runProcess, type ProcessResult } from './run-process.ts'
import { findSandbox, sandboxed, type Sandbox, type SandboxOptions } from './sandbox.ts'
import { toolPlugin } from './tool-plugin.ts'
import type { Workspace } from './workspace.ts'

export interface ExecOptions extends GuardRules {
  /** Seconds. Default 60. */
  readonly timeoutSeconds?: number
}

interface ExecInput {
  readonly command: string
  readonly working_dir?: string
  readonly timeout?: number
}

const maxBytes = 10_000

/** Shell commands in the workspace, in a sandbox; without one they are refused. */
export function execTool(
  workspace: Workspace,
  sandbox: SandboxOptions,
  options: ExecOptions = {},
): Plugin {
  const kind = sandbox.kind ?? 'auto'
  let found: Promise<Sandbox | undefined> | undefined
  return toolPlugin('exec', description(kind === 'none'), (host) => ({
    inputSchema: {
      type: 'object',
      properties: {
        command: { type: 'string', minLength: 1, description: 'For /bin/sh.' },
        working_dir: { type: 'string', description: 'A folder of the workspace.' },
        timeout: { type: 'integer', minimum: 1, maximum: 600, description: 'Seconds.' },
      },
      required: ['command'],
      additionalProperties: false,
    },
    // Without walls a person looks at each command.
    needsApproval: kind === 'none',
    timeoutMs: 620_000,
    async execute(input: ExecInput, { signal }) {
      const refused = refusal(input.command, options)
      if (refused !== undefined) throw new ToolError(refused)
      const folder = await folderOf(workspace, input.working_dir)
      const variable = (name: string): string | undefined => host().secret(name)
      found ??= findSandbox(kind, variable)
      const chosen = await found
      if (chosen === undefined) throw new ToolError(noSandbox(kind))
      const seconds = input.timeout ?? options.timeoutSeconds ?? 60
      const place = {
        workspace: await workspace.locate('.'),
        folder,
        id: Math.floor(host().random() * 36 ** 8).toString(36),
      }
      const made = await sandboxed(chosen, input.command, place, sandbox, variable)
      const limits = { timeoutMs: seconds * 1000, maxBytes, signal }
      const cwd = chosen === 'none' ? { cwd: folder } : {}
      const result = await runProcess({ ...made, ...cwd, ...limits })
      if ((result.timedOut || signal.aborted) && made.cleanUp !== undefined) {
        const patience = { timeoutMs: 5000, maxBytes, signal: new AbortController().signal }
        await runProcess({ ...made.cleanUp, env: made.env, ...patience }).catch(() => undefined)
      }
      if (result.timedOut) throw new ToolError(`Command timed out after ${seconds} seconds`)
      return report(result)
    },
  }))
}

function description(isBare: boolean): string {
  return isBare
    ? 'Runs a shell command in the workspace folder.'
    : 'Runs a shell command in the workspace folder, in a sandbox without network.'
}

function noSandbox(kind: string): string {
  const wanted =
    kind === 'auto' ? 'Neither bubblewrap nor Docker works here' : `${kind} does not work here`
  return `SECURITY ERROR: No sandbox tool found. ${wanted}, so commands are refused. The user can install bubblewrap (apt install bubblewrap), or set tools.sandbox: none in config.yml to run commands without a sandbox.`
}

async function folderOf(workspace: Workspace, named: string | undefined): Promise<string> {
  try {
    const folder = await workspace.locate(named ?? '.')
    if ((await stat(folder)).isDirectory()) return folder
  } catch (error) {
    if (!/outside/.test((error as Error).message)) throw error
    throw new ToolError(
      `SECURITY_ERROR: Working directory '${named ?? '.'}' is outside workspace. Access denied.`,
    )
  }
  throw new ToolError(`Not a folder: ${named ?? '.'}`)
}

function report({ stdout, stderr, status }: ProcessResult): string {
  const parts = [stdout.trimEnd()]
  if (stderr.trim() !== '') parts.push(`STDERR:\n${stderr.trimEnd()}`)
  const text = parts.filter((part) => part !== '').join('\n')
  const end = status === 0 ? '' : `\nExit code: ${status ?? 'ended by a signal'}`
  return (text === '' ? '(no output)' : text) + end
}
