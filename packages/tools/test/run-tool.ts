import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hook, Plugin, ProviderHost, Tool, ToolContext } from '@autobot/core/provider'

export const host: ProviderHost = {
  fetch: () => Promise.reject(new Error('Nothing is sent in a test.')),
  secret: (name) => (name === 'PATH' ? (process.env['PATH'] ?? '') : undefined),
  log: () => undefined,
  now: () => 0,
  random: () => 0.5,
}

/** The one tool or hook that a plugin brings, started. */
export async function started(
  plugin: Plugin,
  given: ProviderHost = host,
): Promise<{ readonly tool: Tool | undefined; readonly hook: Hook | undefined }> {
  let tool: Tool | undefined
  let hook: Hook | undefined
  const nothing = (): void => undefined
  plugin.register({
    tool: (found) => void (tool = found),
    hook: (found) => void (hook = found),
    provider: nothing,
    toolSource: nothing,
    sessionStore: nothing,
  })
  await plugin.start?.(given)
  return { tool, hook }
}

/** What a model would read: the result, or the error's text behind `Error: `. */
export async function call(
  plugins: Plugin | readonly Plugin[],
  name: string,
  input: object,
  signal: AbortSignal = new AbortController().signal,
): Promise<string> {
  const all = Array.isArray(plugins) ? (plugins as readonly Plugin[]) : [plugins as Plugin]
  const plugin = all.find((each) => each.name === name)
  if (plugin === undefined) throw new Error(`No plugin ${name}`)
  const { tool } = await started(plugin)
  const context: ToolContext = { toolCallId: 'c', signal, progress: () => undefined }
  try {
    return String(await tool?.execute(input as never, context))
  } catch (error) {
    return `Error: ${(error as Error).message}`
  }
}

export async function withWorkspace<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'autobot-tools-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
