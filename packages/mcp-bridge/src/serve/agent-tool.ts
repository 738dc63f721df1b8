import { randomUUID } from 'node:crypto'
import { ToolError, type JsonValue, type Tool, type ToolContext } from '@autobot/core/provider'
import type { ServedAgent } from './options.ts'

const maxSessions = 200

/**
 * An agent as a tool. Connections keep nothing in the newer protocol, so a conversation is a
 * handle that the caller brings along.
 */
export function servedAgentTool(name: string, { agent, description }: ServedAgent): Tool {
  const sessions = new Map<string, readonly unknown[]>()
  return {
    name,
    description: description ?? 'Asks an agent. Returns its answer.',
    inputSchema: {
      type: 'object',
      properties: {
        prompt: { type: 'string', description: 'What the agent is to do.' },
        session: {
          type: 'string',
          description: 'The session of an earlier answer, to go on with that conversation.',
        },
      },
      required: ['prompt'],
    },
    async execute(input: JsonValue, { signal }: ToolContext) {
      const { prompt, session = randomUUID() } = input as { prompt: string; session?: string }
      const known = sessions.get(session)
      const isNew = (input as { session?: string }).session === undefined
      if (!isNew && known === undefined) throw new ToolError(`There is no session "${session}".`)
      const history = (known ?? []) as readonly never[]
      const { text, messages } = await agent.run(prompt, { messages: history, signal })
      sessions.delete(session)
      sessions.set(session, messages)
      const [oldest] = sessions.keys()
      if (sessions.size > maxSessions && oldest !== undefined) sessions.delete(oldest)
      return {
        content: [
          { type: 'text', text },
          { type: 'json', value: { session } },
        ],
      }
    },
  }
}
