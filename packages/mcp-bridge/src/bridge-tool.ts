import { ToolError, type JsonObject, type JsonValue, type Tool } from '@autobot/core/provider'
import type { RemoteTool } from './remote-tool.ts'
import type { Server } from './server.ts'

const maxDescription = 4000
/** Longer than the call's own limit, which has the better message. */
const timeoutMs = 620_000

/** A server's tool under the name that models see. */
export function bridgeTool(name: string, server: Server, tool: RemoteTool): Tool {
  return Object.freeze({
    name,
    description: describe(server.name, tool),
    inputSchema: tool.inputSchema,
    timeoutMs,
    // Not `readOnly`: anyone can claim it, and it would relax the approval of calls.
    annotations: {
      mcpServer: server.name,
      mcpTool: tool.name,
      ...(tool.annotations && { hints: tool.annotations as JsonObject }),
    },
    async execute(input: JsonValue, context: Parameters<Tool['execute']>[1]) {
      const { content, isError } = await server.call(tool.name, input, context)
      if (isError && content.length === 0)
        throw new ToolError('The tool failed and did not say why.')
      return { content, isError }
    },
  })
}

function describe(server: string, { title, description, name }: RemoteTool): string {
  const text = (description || title || name)
    // Characters that people do not see but models read: controls, bidi, zero-width, tags.
    // oxlint-disable-next-line no-control-regex
    .replace(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu,
      '',
    )
    .trim()
  const whole = `[${server}] ${text}`
  return whole.length <= maxDescription ? whole : `${whole.slice(0, maxDescription - 1)}…`
}
