import { ToolError, type JsonValue, type Tool, type ToolContext } from '@autobot/core/provider'
import { createIndex } from './tool-index.ts'

export const searchNames = ['mcp_call_tool', 'mcp_search_tools', 'mcp_tool_details'] as const

const maxFound = 8
const maxSummary = 160

/** Three tools in place of many: find one, read how it is used, call it. */
export function searchTools(tools: ReadonlyMap<string, Tool>): readonly Tool[] {
  const find = (name: unknown): Tool => {
    const tool = typeof name === 'string' ? tools.get(name) : undefined
    if (tool !== undefined) return tool
    throw new ToolError(`There is no tool "${String(name)}". Use mcp_search_tools to find one.`)
  }
  const target = (input: JsonValue): { tool: Tool; input: JsonValue } => {
    const { name, arguments: given = {} } = (input ?? {}) as Record<string, JsonValue>
    return { tool: find(name), input: given }
  }
  return [
    {
      name: 'mcp_call_tool',
      description:
        'Calls a tool that mcp_search_tools found, with arguments as mcp_tool_details describes them.',
      inputSchema: {
        type: 'object',
        properties: {
          name: { type: 'string', description: 'The name of the tool.' },
          arguments: { type: 'object', description: 'Its arguments.', additionalProperties: true },
        },
        required: ['name', 'arguments'],
      },
      timeoutMs: Math.max(0, ...[...tools.values()].map(({ timeoutMs = 0 }) => timeoutMs)),
      async needsApproval(input: JsonValue) {
        const { needsApproval } = target(input).tool
        if (typeof needsApproval !== 'function') return needsApproval ?? false
        return needsApproval(target(input).input)
      },
      execute(input: JsonValue, context: ToolContext) {
        const { tool, input: given } = target(input)
        return tool.execute(given as never, context)
      },
    },
    {
      name: 'mcp_search_tools',
      description:
        'Finds tools by what they do. There are more tools than are listed: search before you say that you cannot do something.',
      inputSchema: {
        type: 'object',
        properties: {
          query: { type: 'string', description: 'A few words, such as: list merge requests' },
        },
        required: ['query'],
      },
      readOnly: true,
      execute(input: JsonValue) {
        const { query } = (input ?? {}) as { query?: unknown }
        const found = createIndex([...tools.values()]).find(String(query ?? ''), maxFound)
        if (found.length === 0) return `Nothing found among ${tools.size} tools. Try other words.`
        const lines = found.map(({ name, description }) => `${name}: ${summary(description)}`)
        return [...lines, 'Call one with mcp_call_tool.'].join('\n')
      },
    },
    {
      name: 'mcp_tool_details',
      description: 'What a tool does in full, and the JSON Schema of its arguments.',
      inputSchema: {
        type: 'object',
        properties: { name: { type: 'string', description: 'The name of the tool.' } },
        required: ['name'],
      },
      readOnly: true,
      execute(input: JsonValue) {
        const { name, description = '', inputSchema } = find((input as { name?: unknown })?.name)
        return JSON.stringify({ name, description, inputSchema })
      },
    },
  ].map((tool) => Object.freeze(tool)) as readonly Tool[]
}

function summary(description = ''): string {
  const line = description.replace(/\s+/g, ' ')
  return line.length <= maxSummary ? line : `${line.slice(0, maxSummary - 1)}…`
}
