// Records the example exchanges of the template from the kit's own servers, since nobody has an
// Acme: node --conditions=@autobot/source templates/provider/record-stand-in.mjs
import { mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { recordFixtures, simulatedWire } from '../../packages/testkit/src/index.ts'
import { wire as acmeLines } from './own/test/wire.ts'

const here = dirname(fileURLToPath(import.meta.url))
const call = (town) => ({ type: 'tool_call', name: 'weather', input: { town } })
const say = (text) => ({ content: [{ type: 'text', text }] })
const answers = {
  text: [say('Hello to you, dear friend.')],
  tools: [{ content: [call('Paris')] }, say('It is sunny in Paris, 21 degrees.')],
  'parallel-tools': [{ content: [call('Paris'), call('Rome')] }, say('Both are sunny.')],
  'wrong-key': [],
}

const wires = { 'openai-chat': simulatedWire('openai-chat'), own: acmeLines }

for (const [flavour, wire] of Object.entries(wires)) {
  const { plugin } = await import(`./${flavour}/src/index.ts`)
  const folder = join(here, flavour, 'test', 'fixtures')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const server = await wire.start()
  try {
    for (const [scenario, said] of Object.entries(answers)) {
      server.answer(...said)
      await recordFixtures(plugin, {
        model: 'acme/some-model',
        folder,
        scenarios: [scenario],
        host: {
          secret: (name) => (name === 'ACME_API_KEY' ? server.key : undefined),
          // The addresses of the fixtures are those of the provider.
          fetch: (url, init) =>
            fetch(String(url).replace(/^https:\/\/api\.acme\.example(\/v1)?/, server.url), init),
        },
      })
    }
  } finally {
    await server.close()
  }
}
