// A program of its own: appends numbered messages to one session until it is killed, and puts a
// summary of them in their place now and then. `shared`: opens and closes for each of 40 messages.
import { compactSession, createFileSessionStore } from '@autobot/sessions'

const [folder = '', id = '', size = '0', shared] = process.argv.slice(2)
const store = createFileSessionStore({ folder })
const filler = 'x'.repeat(Number(size))
const message = (text: string) => ({ role: 'user', content: [{ type: 'text', text }] }) as const

if (shared === undefined) {
  const session = await store.open(id)
  process.stdout.write('open\n')
  const { messages, summarised } = session
  // The summary is one of the messages, and not one that was counted.
  const first = summarised > 0 ? summarised + messages.length - 1 : messages.length
  for (let number = first; ; number += 1) {
    await session.append([message(`${number}:${filler}`)])
    process.stdout.write(`${number}\n`)
    if (number % 20 === 19) await compactSession(session, (old) => `${old.length}`, { keep: 7 })
  }
}
for (let number = 0; number < 40;) {
  try {
    await store.append(id, [message(`${shared}:${number}`)])
    process.stdout.write(`${number}\n`)
    number += 1
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'locked') throw error
    process.stdout.write('locked\n')
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 5))
  }
}
