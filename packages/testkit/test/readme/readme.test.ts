import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { acmeLines } from './acme-lines.ts'
import { answersWithTheWeather } from './agent-tests.ts'
import { twice } from './exchanges.ts'

test.each(['acme-lines.ts', 'agent-tests.ts', 'exchanges.ts'])(
  'the README shows %s as it is compiled and run',
  async (name) => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
    const source = await readFile(new URL(name, import.meta.url), 'utf8')
    const region = /\/\/ #region \w+\n(.*?)\/\/ #endregion/s.exec(source)?.[1] ?? 'missing'
    expect(readme).toContain(`\`\`\`ts\n${region}\`\`\``)
  },
)

test('the wire answers, refuses, breaks off, and keeps its book', async () => {
  const server = await acmeLines.start()
  onTestFinished(() => server.close())
  const ask = (body: string, key = server.key): Promise<Response> =>
    fetch(server.url, { method: 'POST', body, headers: { authorization: `Bearer ${key}` } })
  server.answer(
    { content: [{ type: 'text', text: 'Hello' }], usage: null },
    { damage: { kind: 'no_end' }, usage: null },
    { damage: { kind: 'error', after: 'text', message: 'Oops.' } },
  )
  expect(await (await ask('{"messages":[]}')).text()).toBe('{"text":"Hello"}\n{"end":"done"}\n')
  expect(await (await ask('{"messages":[]}')).text()).toBe('{"text":"ok"}\n')
  expect(await (await ask('{"messages":[]}')).text()).toBe('{"text":"ok"}\n{"error":"Oops."}\n')
  expect((await ask('{}')).status).toBe(400)
  expect((await ask('{"messages":[]}', 'another')).status).toBe(401)
  expect(server.requests).toHaveLength(3)
  expect(server.refusals).toEqual(['messages are missing', 'The key is not known.'])
  await server.closed(3)
})

test('the agent of the example answers', async () => {
  expect(await answersWithTheWeather()).toBe('Sunny.')
})

test('the exchange of the example is replayed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'autobot-testkit-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const ask = async (get: typeof fetch): Promise<string> => (await get('https://a.example/')).text()
  const real = (): Promise<Response> => Promise.resolve(new Response('hello'))
  expect(await twice(ask, join(folder, 'one.json'), real)).toEqual(['hello', 'hello'])
})
