import { confirmed } from '../ask.ts'
import type { CommandContext } from '../command-context.ts'
import { composedServers, composeServers } from '../compose.ts'
import { nearest } from '../config/nearest.ts'
import type { LoadedConfig } from '../config/load.ts'
import { processHost } from '../host.ts'
import { approvedFingerprints, approveFingerprints } from '../mcp/approvals.ts'
import { pages } from '../mcp/pages.ts'
import { columns } from '../render/columns.ts'
import { resultText } from '../render/result-text.ts'
import { UsageError } from '../usage-error.ts'
import type { ListFlags } from './list-flags.ts'
import { listing } from './listing.ts'
import { load } from './load.ts'

type Source = Awaited<ReturnType<typeof composeServers>>

const noServers =
  'No MCP servers are configured. Add one with: autobot mcp add NAME -- COMMAND ARGS…\n'

/** Starts every server and says how it went. */
export function mcpList(flags: ListFlags, context: CommandContext): Promise<number> {
  return withServers(undefined, flags, context, async (source) => {
    await source.tools({ signal: context.signal })
    const servers = source.status().map(({ name, state, tools, problem }) => ({
      name,
      state,
      tools,
      problem: problem ?? null,
    }))
    if (flags.json === true)
      return context.write(`${context.redactor.json({ type: 'mcp_servers', servers })}\n`)
    if (servers.length === 0) return context.tell(noServers)
    const rows = servers.map((each) => [
      each.name,
      each.state,
      String(each.tools.length),
      each.problem ?? '',
    ])
    context.write(context.redactor.text(columns(['SERVER', 'STATE', 'TOOLS', 'PROBLEM'], rows)))
  })
}

/** The tools as models see them. */
export function mcpTools(
  server: string | undefined,
  flags: ListFlags,
  context: CommandContext,
): Promise<number> {
  return withServers(server, flags, context, async (source) => {
    const tools = (await source.tools({ signal: context.signal })).map(
      ({ name, description, inputSchema, annotations }) => ({
        name,
        server: annotations?.['mcpServer'] ?? null,
        description: description ?? null,
        inputSchema,
      }),
    )
    for (const { message, code } of source.warnings?.() ?? [])
      context.log('warn', message, { code })
    if (flags.json === true)
      return context.write(`${context.redactor.json({ type: 'mcp_tools', tools })}\n`)
    if (source.status().length === 0) return context.tell(noServers)
    if (tools.length === 0) return context.tell("No tools. 'autobot mcp list' says why.\n")
    const rows = tools.map(({ name, description }) => [name, firstLine(description ?? '')])
    context.write(context.redactor.text(columns(['TOOL', 'DOES'], rows)))
  })
}

/** One call by hand. 1: the tool said that it failed. */
export async function mcpCall(
  name: string,
  input: string | undefined,
  flags: ListFlags,
  context: CommandContext,
): Promise<number> {
  let failed = false
  const status = await withServers(undefined, flags, context, async (source) => {
    const value = parseInput(input ?? '{}')
    const tools = await source.tools({ signal: context.signal })
    const tool = tools.find((each) => each.name === name)
    if (tool === undefined) {
      for (const { message } of source.warnings?.() ?? []) context.log('warn', message)
      const meant = nearest(
        name,
        tools.map((each) => each.name),
      )
      throw new UsageError(
        `No MCP tool is named "${name}".`,
        meant === undefined ? "'autobot mcp tools' lists them." : `Did you mean "${meant}"?`,
      )
    }
    const progress = ({ message, progress: done, total }: Progress): void =>
      context.log('info', `${message ?? ''} ${done ?? ''}${total === undefined ? '' : `/${total}`}`)
    const output = await tool.execute(value as never, {
      toolCallId: 'call',
      signal: context.signal,
      progress,
    })
    const { content, isError = false } = output as Parameters<typeof resultText>[0] & {
      readonly isError?: boolean
    }
    failed = isError
    if (flags.json === true)
      context.write(
        `${context.redactor.json({ type: 'mcp_result', tool: name, content, isError })}\n`,
      )
    else context.write(`${context.redactor.text(resultText({ content }))}\n`)
  })
  return status === 0 && failed ? 1 : status
}

interface Progress {
  readonly message?: string
  readonly progress?: number
  readonly total?: number
}

/** Shows what waits for a person, and lets it, once one says so. */
export function mcpApprove(
  server: string | undefined,
  flags: ListFlags & { readonly yes?: boolean },
  context: CommandContext,
): Promise<number> {
  let loaded: LoadedConfig | undefined
  return listing(
    flags,
    context,
    () => loaded,
    async () => {
      loaded = await load(flags, context)
      const host = processHost(context)
      const { waiting } = await composedServers(loaded, host)
      const chosen = waiting.filter(({ name }) => server === undefined || name === server)
      if (chosen.length > 0) {
        const rows = chosen.map(({ name, what }) => [name, what])
        context.tell(columns(['SERVER', 'STARTS'], rows))
        await agree('Let these servers run?', flags, context)
        const variable = (name: string): string | undefined => host.secret(name)
        for (const { fingerprint, source = '' } of chosen) {
          const before = await approvedFingerprints(source, variable)
          await approveFingerprints(source, [...before, fingerprint], variable)
        }
      }
      const held = await approveTools(server, loaded, flags, context)
      if (chosen.length + held === 0) return context.write('Nothing waits for an approval.\n')
      context.write('Approved. A change asks again.\n')
    },
  )
}

/** Tools that differ from what was approved of a server; how many. */
async function approveTools(
  server: string | undefined,
  loaded: LoadedConfig,
  flags: { readonly yes?: boolean },
  context: CommandContext,
): Promise<number> {
  const source = await composeServers({ loaded, host: processHost(context) }, server)
  try {
    await source.tools({ signal: context.signal })
    const held = source.status().filter((each) => (each.held ?? []).length > 0)
    if (held.length === 0) return 0
    const rows = held.map(({ name, held: tools = [] }) => [name, tools.join(', ')])
    context.tell(columns(['SERVER', 'TOOLS THAT ARE NEW OR CHANGED'], rows))
    await agree('Let these tools be used?', flags, context)
    for (const { name } of held) await source.approve(name)
    return held.length
  } finally {
    await source.stop()
  }
}

async function agree(
  question: string,
  flags: { readonly yes?: boolean },
  context: CommandContext,
): Promise<void> {
  if (flags.yes === true || (await confirmed(`${question} [y/N] `, context))) return
  throw new UsageError('Nothing was approved.', 'Answer y, or pass --yes.')
}

function withServers(
  server: string | undefined,
  flags: ListFlags,
  context: CommandContext,
  use: (source: Source) => Promise<void>,
): Promise<number> {
  let loaded: LoadedConfig | undefined
  return listing(
    flags,
    context,
    () => loaded,
    async () => {
      loaded = await load(flags, context)
      const source = await composeServers(
        { loaded, host: processHost(context), ...pages(context) },
        server,
      )
      if (server !== undefined && source.status().length === 0) {
        throw new UsageError(
          `No MCP server is named "${server}".`,
          "'autobot mcp list' shows the configured ones.",
        )
      }
      const stop = (): void => void source.stop()
      context.signal.addEventListener('abort', stop)
      try {
        await use(source)
      } finally {
        context.signal.removeEventListener('abort', stop)
        await source.stop()
      }
    },
  )
}

function parseInput(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Told below.
  }
  throw new UsageError('The input is no JSON object.', `Write it as '{"path":"notes.txt"}'.`)
}

function firstLine(text: string): string {
  const line = text.split('\n', 1)[0] ?? ''
  return line.length > 100 ? `${line.slice(0, 99)}…` : line
}
