import {
  ToolError,
  type JsonObject,
  type JsonValue,
  type Tool,
  type ToolContext,
  type ToolResultContent,
} from '@autobot/core/provider'
import { canonical, sha256 } from './canonical.ts'
import { matches } from './config.ts'
import { toResult } from './content.ts'
import { delimit, delimiterBytes } from './delimit.ts'
import type { FullResults } from './full-results.ts'
import type { McpEvent } from './interaction.ts'
import type { RemoteTool } from './remote-tool.ts'
import { defaultResultOptions, type McpResultOptions } from './result-options.ts'
import { redact } from './redact.ts'
import { hiddenCharacters } from './scan.ts'
import type { Server } from './server.ts'
import { stabilise } from './stabilise.ts'

const maxDescription = 4000
/** Longer than the call's own limit, which has the better message. */
const graceMs = 20_000

export interface BridgeOptions {
  readonly server: Server
  readonly tool: RemoteTool
  readonly full: FullResults
  readonly now: () => number
  readonly onEvent: ((event: McpEvent) => void) | undefined
  readonly results: McpResultOptions | undefined
  readonly stabilise: boolean | undefined
}

/** A server's tool under the name that models see. */
export function bridgeTool(name: string, options: BridgeOptions): Tool {
  const { server, tool } = options
  const { trusted, needsApproval, maxCallMs } = server.settings
  return Object.freeze({
    name,
    description: describe(server.name, tool),
    inputSchema: options.stabilise === true ? stabilise(tool.inputSchema) : tool.inputSchema,
    timeoutMs: maxCallMs + graceMs,
    // Anyone can claim it, and it relaxes the approval of calls.
    ...(trusted && tool.annotations?.['readOnlyHint'] === true && { readOnly: true }),
    ...(needsApproval.some((pattern) => matches(tool.name, pattern)) && { needsApproval: true }),
    annotations: {
      mcpServer: server.name,
      mcpTool: tool.name,
      ...(tool.annotations && { hints: tool.annotations as JsonObject }),
    },
    execute: (input: JsonValue, context: ToolContext) => run(options, input, context),
  })
}

async function run(
  { server, tool, full, now, onEvent, results = {} }: BridgeOptions,
  input: JsonValue,
  context: ToolContext,
) {
  const began = now()
  let outcome: 'ok' | 'error' | 'cancelled' = 'error'
  let bytes = 0
  let mismatch: string | undefined
  const { maxTextBytes = defaultResultOptions.maxTextBytes, delimit: isMarked } = results
  const limits =
    isMarked === true ? { ...results, maxTextBytes: maxTextBytes - delimiterBytes } : results
  try {
    const answer = await server.call(tool.name, input, context)
    const { content: shown, isError, full: whole } = toResult(answer, limits)
    const content = shown.map((part) => withoutCredentials(part, server.settings.credentials))
    bytes = content.reduce((sum, part) => sum + sizeOf(part), 0)
    if (whole !== undefined) full.keep(context.toolCallId, whole)
    if (isError && content.length === 0) throw new ToolError('The tool failed and did not say why.')
    if (!isError) {
      outcome = 'ok'
      mismatch = await server.check(tool, answer.structuredContent)
    }
    return {
      content: isMarked === true ? delimit(content, server.name, tool.name) : content,
      isError,
    }
  } finally {
    onEvent?.({
      type: 'call',
      server: server.name,
      tool: tool.name,
      inputHash: sha256(canonical(input ?? {})),
      bytes,
      durationMs: now() - began,
      outcome: context.signal.aborted ? 'cancelled' : outcome,
      ...(mismatch !== undefined && { mismatch }),
    })
  }
}

/** A server that prints its environment must not tell the model what it was trusted with. */
function withoutCredentials(
  part: ToolResultContent,
  credentials: readonly string[],
): ToolResultContent {
  if (part.type !== 'text') return part
  const text = redact(part.text, credentials)
  return text === part.text ? part : { ...part, text }
}

function sizeOf(part: ToolResultContent): number {
  if (part.type === 'text') return Buffer.byteLength(part.text)
  return part.type === 'file' ? (part.data?.byteLength ?? 0) : 0
}

function describe(server: string, { title, description, name }: RemoteTool): string {
  const text = (description || title || name).replace(hiddenCharacters, '').trim()
  const whole = `[${server}] ${text}`
  return whole.length <= maxDescription ? whole : `${whole.slice(0, maxDescription - 1)}…`
}
