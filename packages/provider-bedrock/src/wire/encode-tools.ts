import type { JsonObject, PreparedRequest, ToolChoice } from '@autobot/core/provider'
import { cachePoint } from './encode-messages.ts'
import { systemTools } from './system-tools.ts'
import type { ToolConfig, WireTool } from './types.ts'

/** Undefined without tools: an empty list is refused. */
export function encodeTools(request: PreparedRequest): ToolConfig | undefined {
  const names = historyNames(request)
  const declared: WireTool[] = (request.tools ?? []).map(({ name, description, inputSchema }) => ({
    toolSpec: {
      name,
      ...(description !== undefined && description !== '' && { description }),
      inputSchema: { json: inputSchema },
    },
  }))
  // The wire has no "none": leaving the tools out says it, unless the history holds calls.
  if (request.toolChoice === 'none' && names.length === 0) return undefined
  const tools = declared.length > 0 ? declared : names.map(stub)
  for (const name of systemTools(request)) tools.push({ systemTool: { name } })
  if (tools.length === 0) return undefined
  // Tools come before the system text in what is cached: a marker behind that covers them.
  const covered = request.cachePoints?.some((point) => point.after === 'system') === true
  const after = request.cachePoints?.find((point) => point.after === 'tools')
  if (after !== undefined && !covered) tools.push(cachePoint(after))
  const toolChoice = declared.length > 0 ? encodeChoice(request.toolChoice) : undefined
  return { tools, ...(toolChoice !== undefined && { toolChoice }) }
}

/** `auto` is what every model does unasked, and some refuse to be asked. */
function encodeChoice(choice: ToolChoice | undefined): JsonObject | undefined {
  if (choice === undefined || choice === 'auto' || choice === 'none') return undefined
  return choice === 'required' ? { any: {} } : { tool: { name: choice.tool } }
}

/** A history with calls is refused unless their tools are declared. */
function stub(name: string): WireTool {
  return {
    toolSpec: {
      name,
      description: 'Not available any more.',
      inputSchema: { json: { type: 'object', properties: {} } },
    },
  }
}

function historyNames({ messages }: PreparedRequest): readonly string[] {
  const names = new Set<string>()
  for (const message of messages) {
    if (message.role === 'assistant') {
      for (const part of message.content) {
        if (part.type === 'tool_call' && part.providerExecuted !== true) names.add(part.name)
      }
    } else if (message.role === 'tool') {
      for (const part of message.content) names.add(part.toolName)
    }
  }
  return [...names]
}
