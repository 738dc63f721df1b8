// A program that serves tools over stdio, as `autobot mcp serve` does.
import type { JsonObject, JsonValue, Tool } from '@autobot/core/provider'
import { serve } from '../../src/index.ts'

const schema = {
  type: 'object',
  properties: { text: { type: 'string', pattern: '^[a-z ]*$', description: 'Letters.' } },
  required: ['text'],
  additionalProperties: false,
}
export const tools: readonly Tool[] = [
  {
    name: 'shout',
    description: 'Shouts.',
    inputSchema: schema,
    readOnly: true,
    execute(input: JsonValue) {
      process.stdout.write('a tool that prints\n')
      return String((input as JsonObject)['text']).toUpperCase()
    },
  },
  {
    name: 'fail',
    description: 'Fails.',
    inputSchema: { type: 'object', properties: {} },
    execute() {
      throw new Error('it broke')
    },
  },
  {
    name: 'danger',
    description: 'Needs an approval.',
    inputSchema: { type: 'object', properties: {} },
    needsApproval: true,
    execute: () => 'done',
  },
  {
    name: 'wait',
    description: 'Waits until it is cancelled.',
    inputSchema: { type: 'object', properties: {} },
    execute: (_input: JsonValue, { signal, progress }) =>
      new Promise((resolve) => {
        progress({ message: 'waiting', progress: 1 })
        signal.addEventListener('abort', () => {
          process.stderr.write('the wait was cancelled\n')
          resolve('cancelled')
        })
      }),
  },
  {
    name: 'imported',
    description: 'Of another server.',
    inputSchema: { type: 'object', properties: {} },
    annotations: { mcpServer: 'other', mcpTool: 'imported' },
    execute: () => 'no',
  },
]

const agents = {
  ask: {
    description: 'Asks.',
    agent: {
      run: async (prompt: string, { messages }: { readonly messages: readonly unknown[] }) => ({
        text: `${messages.length}: ${prompt}`,
        messages: [...messages, prompt],
      }),
    },
  },
}

if (process.argv[2] === 'stdio') await serve({ tools, agents, transport: 'stdio', name: 'served' })
