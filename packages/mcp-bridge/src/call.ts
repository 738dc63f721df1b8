import {
  ToolError,
  type JsonObject,
  type JsonValue,
  type ToolContext,
  type ToolProgress,
} from '@autobot/core/provider'
import { codeOf, statusOf, type Connection } from './connect.ts'
import { toResult, type McpResult } from './content.ts'

export interface CallRequest {
  readonly server: string
  readonly tool: string
  readonly input: JsonValue
  readonly context: Pick<ToolContext, 'signal' | 'progress'>
  readonly timeoutMs: number
  /** Milliseconds, whatever progress is reported. Default 600 000. */
  readonly totalMs?: number
}

/** The server refused the call before it ran: with a new session it may be sent again. */
export const staleSession = Symbol('the session is stale')

/** One call, sent once. Failures are `ToolError`s that the model can read. */
export async function callTool(
  connection: Connection,
  request: CallRequest,
): Promise<McpResult | typeof staleSession> {
  const { server, tool, context, timeoutMs, totalMs = 600_000 } = request
  context.signal.throwIfAborted()
  // The SDK sends the reason to the server: ours is a constant, the caller's may be private.
  const controller = new AbortController()
  const cancel = (): void => controller.abort('The call was cancelled.')
  context.signal.addEventListener('abort', cancel, { once: true })
  const total = setTimeout(cancel, totalMs)
  try {
    const result = await connection.callTool(tool, argumentsOf(request.input), {
      signal: controller.signal,
      timeoutMs,
      totalMs,
      onProgress: (progress) => context.progress(readProgress(progress)),
    })
    return toResult(result)
  } catch (error) {
    if (context.signal.aborted) throw new ToolError('The call was cancelled.')
    if (controller.signal.aborted) throw timedOut(totalMs)
    if (codeOf(error) === 'REQUEST_TIMEOUT') throw timedOut(timeoutMs)
    if (isStale(error)) return staleSession
    if (!connection.isOpen()) {
      const epitaph = connection.epitaph()
      throw new ToolError(notRunning(server) + (epitaph === '' ? '' : ` (${epitaph})`))
    }
    throw new ToolError(`MCP tool error: ${error instanceof Error ? error.message : String(error)}`)
  } finally {
    clearTimeout(total)
    context.signal.removeEventListener('abort', cancel)
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

/** After a restart a server knows the session no more; only refusals before the call count. */
function isStale(error: unknown): boolean {
  const status = statusOf(error)
  const message = error instanceof Error ? error.message : ''
  if (status === 404 || (status === 400 && /session/i.test(message))) return true
  const cause = error instanceof Error ? error.cause : undefined
  return codeOf(cause) === 'ECONNREFUSED'
}
