import type { Message } from '../../src/contract/message.ts'

/** A history as an application without faults keeps it: every call with its result behind it. */
export function whole(messages: readonly Message[]): Message[] {
  const out: Message[] = [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }]
  let count = 0
  for (const message of messages) {
    if (message.role === 'tool' || message.role === 'system') continue
    if (message.role === 'user') {
      out.push({ role: 'user', content: [{ type: 'text', text: 'And' }, ...message.content] })
      continue
    }
    const content = message.content.map((part) =>
      part.type === 'tool_call' ? { ...part, id: `c${(count += 1)}` } : part,
    )
    out.push({ ...message, content })
    const calls = content.filter(
      (part) =>
        part.type === 'tool_call' && part.incomplete !== true && part.providerExecuted !== true,
    )
    if (calls.length === 0) continue
    out.push({
      role: 'tool',
      content: calls.flatMap((call) =>
        call.type !== 'tool_call'
          ? []
          : [
              {
                type: 'tool_result' as const,
                toolCallId: call.id,
                toolName: call.name,
                content: [{ type: 'text' as const, text: `result ${call.id}` }],
              },
            ],
      ),
    })
  }
  return out
}
