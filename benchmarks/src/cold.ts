import { question, type WireName } from './answers/script.ts'
import type { Contender } from './contenders/contender.ts'

/** A whole program: starts, asks once and ends. Bundled beside each contender's packages. */
export async function answerOnce(contender: Contender): Promise<void> {
  const [, , wire = '', baseUrl = ''] = process.argv
  const client = await contender.open(wire as WireName, { baseUrl, history: [], tools: [] })
  let text = ''
  await client.ask(question('text-20'), (added) => {
    text += added
  })
  process.stdout.write(String(text.length))
  // Connections that are kept for later must not count.
  process.exit()
}
