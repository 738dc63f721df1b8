// The code of docs/sessions.md that stands for an application.
import type { Agent } from '@autobot/core'
import { createFileSessionStore } from '@autobot/sessions'

// #region conversation
export async function goOn(agent: Agent, folder: string, question: string): Promise<string> {
  const store = createFileSessionStore({ folder })
  await using session = await store.open('cli:default')
  const { text, newMessages } = await agent.run(question, { messages: session.messages })
  await session.append(newMessages)
  return text
}
// #endregion
