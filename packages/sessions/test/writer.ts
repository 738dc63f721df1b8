// A program of its own: appends numbered messages to one session until it is killed.
import { createFileSessionStore } from '@autobot/sessions'

const [folder = '', id = '', size = '0'] = process.argv.slice(2)
const session = await createFileSessionStore({ folder }).open(id)
const filler = 'x'.repeat(Number(size))
for (let number = session.messages.length; ; number += 1) {
  const text = `${number}:${filler}`
  await session.append([{ role: 'user', content: [{ type: 'text', text }] }])
  process.stdout.write(`${number}\n`)
}
