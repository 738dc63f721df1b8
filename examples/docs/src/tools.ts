// The code of docs/tools.md.
import { createAgent, defineTool, ToolError, type Agent, type Plugin } from '@autobot/core'
import { z } from 'zod'

// #region define
export const weather = defineTool({
  name: 'weather',
  description: 'The weather of a town, now.',
  input: z.object({ town: z.string().describe('Its name, in English.') }),
  readOnly: true,
  execute: ({ town }) => ({ town, sky: 'clear', celsius: 4 }),
})
// #endregion

// #region json-schema
export const add = defineTool<{ readonly a: number; readonly b: number }>({
  name: 'add',
  description: 'Adds two numbers.',
  input: {
    type: 'object',
    properties: { a: { type: 'number' }, b: { type: 'number' } },
    required: ['a', 'b'],
  },
  execute: ({ a, b }) => a + b,
})
// #endregion

// #region context
export const report = defineTool({
  name: 'report',
  description: 'Writes the report of a year.',
  input: z.object({ year: z.number().int() }),
  timeoutMs: 60_000,
  async execute({ year }, { signal, progress }) {
    if (year < 1900) throw new ToolError(`There are no records of ${year}: ask for 1900 or later.`)
    const parts: string[] = []
    for (let quarter = 1; quarter <= 4; quarter += 1) {
      signal.throwIfAborted()
      progress({ message: `quarter ${quarter}`, progress: quarter, total: 4 })
      parts.push(`Q${quarter} ${year}: nothing to report.`)
    }
    return parts.join('\n')
  },
})
// #endregion

// #region approval
export const send = defineTool({
  name: 'send_mail',
  description: 'Sends a mail.',
  input: z.object({ to: z.string(), text: z.string() }),
  needsApproval: (input) => !JSON.stringify(input).includes('@example.com'),
  execute: ({ to }) => `Sent to ${to}.`,
})

export function assistant(model: string, plugins: readonly Plugin[], ask: AskFor): Agent {
  return createAgent({
    model,
    plugins,
    tools: [weather, add, report, send],
    approve: async (call) =>
      (await ask(`${call.name} ${JSON.stringify(call.input)}`))
        ? { action: 'allow' }
        : { action: 'deny', reason: 'The user does not want this.' },
  })
}
// #endregion

type AskFor = (question: string) => Promise<boolean>

// #region later
export async function laterApproval(agent: Agent): Promise<string> {
  const { messages, pendingApprovals } = await agent.run('Write to anna@example.org.')
  // … hours later, perhaps in another process …
  const approvals = Object.fromEntries(
    pendingApprovals.map(({ id }) => [id, { action: 'allow' as const }]),
  )
  return (await agent.run([], { messages, approvals })).text
}
// #endregion
