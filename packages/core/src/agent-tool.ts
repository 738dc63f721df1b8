import type { Agent } from './create-agent.ts'
import type { Tool } from './contract/tool.ts'
import { ToolError } from './errors/tool-error.ts'
import { defineTool } from './tools/define-tool.ts'

export interface AgentToolOptions {
  readonly name: string
  /** What the agent is good at; the model that calls it reads this. */
  readonly description: string
}

/** An agent as a tool of another one. Each call is a conversation of its own. */
export function agentTool(agent: Agent, { name, description }: AgentToolOptions): Tool {
  return defineTool<{ readonly task: string }>({
    name,
    description,
    inputSchema: {
      type: 'object',
      properties: { task: { type: 'string', description: 'What to do, with all that it takes.' } },
      required: ['task'],
    },
    async execute({ task }, { progress, signal }) {
      let text = ''
      let waiting: readonly string[] = []
      for await (const event of agent.stream(task, { messages: [], signal })) {
        if (event.type === 'tool_start') progress({ message: event.call.name })
        else if (event.type === 'run_end') {
          text = event.result.text
          waiting = event.result.pendingApprovals.map((call) => call.name)
        }
      }
      // Nobody can go on with that run: its conversation ends with this call.
      if (waiting.length > 0) {
        throw new ToolError(`Not done: nobody was there to allow ${waiting.join(', ')}.`)
      }
      return text
    },
  })
}
