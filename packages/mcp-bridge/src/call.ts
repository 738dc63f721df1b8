import {
  ToolError,
  type JsonObject,
  type JsonValue,
  type ToolContext,
  type ToolProgress,
} from '@autobot/core/provider'
import type { CallToolResult } from '@modelcontextprotocol/client'
import { AuthorizationNeeded } from './auth/needed.ts'
import { idleTimer } from './idle-timer.ts'
import type { Connection } from './connection.ts'
import { codeOf, messageOf, statusOf } from './sdk-error.ts'
import { elicitedPages } from './url-elicitation.ts'
import type { McpInteraction } from './interaction.ts'

export interface CallRequest {
  readonly server: string
  readonly tool: string
  readonly input: JsonValue
  readonly context: Pick<ToolContext, 'signal' | 'progress'>
  readonly timeoutMs: number
  /** Milliseconds, whatever progress is reported. */
  readonly totalMs: number
  readonly elicit?: McpInteraction['elicit']
  readonly onNeeded?: (needed: AuthorizationNeeded) => void
  readonly traceContext?: McpInteraction['traceContext']
}

/** The server refused the call before it ran: with a new session it may be sent again. */
export const staleSession = Symbol('the session is stale')

/** One call, sent once. Failures are `ToolError`s that the model can read. */
export async function callTool(
  connection: Connection,
  request: CallRequest,
): Promise<CallToolResult | typeof staleSession> {
  const { server, context, totalMs, timeoutMs } = request
  context.signal.throwIfAborted()
  // The SDK sends the reason to the server: ours is a constant, the caller's may be private.
  const controller = new AbortController()
  const cancel = (): void => controller.abort('The call was cancelled.')
  context.signal.addEventListener('abort', cancel, { once: true })
  const total = setTimeout(cancel, totalMs)
  const idle = idleTimer(timeoutMs, () => connection.waitsForPerson(), cancel)
  const onProgress = (progress: object): void => {
    idle.restart()
    context.progress(readProgress(progress as Record<string, unknown>))
  }
  try {
    return await sendOrAsk(connection, request, controller.signal, onProgress)
  } catch (error) {
    if (context.signal.aborted) throw new ToolError('The call was cancelled.')
    if (controller.signal.aborted) throw timedOut(idle.isOver() ? timeoutMs : totalMs)
    if (isStale(error)) return staleSession
    if (error instanceof AuthorizationNeeded) request.onNeeded?.(error)
    if (!connection.isOpen()) {
      const epitaph = connection.epitaph()
      throw new ToolError(notRunning(server) + (epitaph === '' ? '' : ` (${epitaph})`))
    }
    throw new ToolError(`MCP tool error: ${messageOf(error)}`)
  } finally {
    clearTimeout(total)
    idle.stop()
    context.signal.removeEventListener('abort', cancel)
  }
}

/** Sends the call; once more when the server refused it until a person agrees to something. */
async function sendOrAsk(
  connection: Connection,
  { server, tool, input, totalMs, elicit, traceContext }: CallRequest,
  signal: AbortSignal,
  onProgress: (progress: object) => void,
): Promise<CallToolResult> {
  const values = argumentsOf(input)
  const send = (): Promise<CallToolResult> =>
    connection.callTool(tool, values, { signal, totalMs, onProgress, meta: traceContext?.() })
  try {
    return await send()
  } catch (error) {
    if (await connection.authorize(error, signal)) return send()
    if (await elicitedPages(error, server, elicit, signal)) return send()
    throw error
  }
}

export function notRunning(server: string): string {
  return `MCP server '${server}' is not running`
}

function timedOut(milliseconds: number): ToolError {
  return new ToolError(`MCP request timed out after ${milliseconds / 1000}s`)
}

function argumentsOf(input: JsonValue): Record<string, unknown> {
  if (input === null || input === undefined) return {}
  if (typeof input === 'object' && !Array.isArray(input)) return { ...(input as JsonObject) }
  throw new ToolError('The arguments of a tool must be an object.')
}

function readProgress(update: { readonly [key: string]: unknown }): ToolProgress {
  const { message, progress, total } = update
  return {
    ...(typeof message === 'string' && { message }),
    ...(typeof progress === 'number' && { progress }),
    ...(typeof total === 'number' && { total }),
  }
}

/** What servers answer instead of 404 when they do not know a session. */
const refusals = new Set<string | number | undefined>([-32000, -32001, -32600])

/** After a restart a server knows the session no more; only refusals before the call count. */
function isStale(error: unknown): boolean {
  const status = statusOf(error)
  const message = error instanceof Error ? error.message : ''
  if (status === 404) return true
  const isRefusal = status === 400 || refusals.has(codeOf(error))
  if (isRefusal && /session/i.test(message)) return true
  const cause = error instanceof Error ? error.cause : undefined
  return codeOf(cause) === 'ECONNREFUSED'
}
