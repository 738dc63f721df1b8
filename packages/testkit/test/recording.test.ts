import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  findSecrets,
  readFixtures,
  record,
  recordFixtures,
  replay,
  runConformance,
  wireKey,
} from '../src/index.ts'
import { referencePlugin } from './conformance/reference-provider.ts'
import { referenceWire } from './conformance/reference-wire.ts'

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'autobot-testkit-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

const key = 'secret-of-mine-0123456789'
const answering =
  (body: string | Uint8Array<ArrayBuffer>, init?: ResponseInit): typeof fetch =>
  () =>
    Promise.resolve(new Response(body, init))
const post = (body: string) => ({
  method: 'POST',
  body,
  headers: { authorization: `Bearer ${key}` },
})

test('what was recorded holds no secret, and is replayed byte for byte', async () => {
  const file = join(await folder(), 'odd.json')
  const tape = record({
    fetch: answering(`data: "you are ${key}, ü"\n\n`, {
      headers: { 'content-type': 'text/event-stream', 'set-cookie': 'a=b', 'x-request-id': 'r1' },
    }),
  })
  const url = `https://api.example/chat?key=${key}&n=1`
  const first = await tape.fetch(url, post('{"ask":"ü"}'))
  expect(await first.text()).toContain(key)
  await tape.save(file)
  const text = await readFile(file, 'utf8')
  expect(text).not.toContain(key)
  expect(text).not.toContain('cookie')

  const again = await replay(file, { bytes: 1 })
  // Another key: what is compared holds none.
  const second = await again.fetch('https://api.example/chat?key=another-key-99&n=1', {
    ...post('{"ask":"ü"}'),
    headers: { authorization: 'Bearer another-key-99' },
  })
  expect(second.headers.get('x-request-id')).toBe('r1')
  expect(await second.text()).toBe('data: "you are REDACTED, ü"\n\n')
  again.assertDone()
})

test('bytes that are no text come back as they were', async () => {
  const file = join(await folder(), 'frames.json')
  const bytes = Uint8Array.from({ length: 256 }, (_, at) => at)
  const tape = record({ fetch: answering(bytes) })
  await (await tape.fetch('https://api.example/')).arrayBuffer()
  await tape.save(file)
  const again = await replay(file)
  const answer = await again.fetch('https://api.example/')
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes)
})

test('a fixture is not overwritten, not written empty, and not with a secret', async () => {
  const file = join(await folder(), 'one.json')
  await expect(record().save(file)).rejects.toThrow('nothing was recorded')
  const tape = record({ fetch: answering('fine') })
  await tape.fetch('https://api.example/')
  await tape.save(file)
  await expect(tape.save(file)).rejects.toThrow('is there already')
  const leaky = record({ fetch: answering(`{"token":"sk-${'abcd'.repeat(6)}"}`) })
  await leaky.fetch('https://api.example/')
  await expect(leaky.save(`${file}.2.json`)).rejects.toThrow(/an API key.*`secrets`/)
})

test.each([
  [`AKIA${'ABCD'.repeat(4)}`, 'an AWS access key id'],
  [`Bearer ${'x1'.repeat(10)}`, 'a bearer token'],
  ['-----BEGIN RSA PRIVATE KEY-----', 'a private key'],
])('%s is found', (text, what) => {
  expect(findSecrets(text, [])).toEqual([what])
})

test('a secret is found in every spelling, and an ordinary answer has none', () => {
  const secret = 'a b"c/d+e-12'
  for (const text of [
    secret,
    encodeURIComponent(secret),
    JSON.stringify({ secret }),
    btoa(secret),
  ]) {
    expect(findSecrets(text, [secret])).toEqual(['a secret that was given'])
  }
  expect(findSecrets('The task-list: risk-free, basket-ball. Bearer REDACTED', [secret])).toEqual(
    [],
  )
})

test('a request that was not recorded, differs, or did not come fails', async () => {
  const fixture = {
    version: 1,
    name: 'one',
    exchanges: [
      {
        request: { method: 'POST', url: 'https://api.example/chat', body: '{"a":1,"b":2}' },
        response: { status: 200, headers: {}, text: 'ok' },
      },
    ],
  } as const
  const never = await replay(fixture)
  expect(() => never.assertDone()).toThrow('1 requests were recorded, 0 came')
  for (const [url, init, why] of [
    ['https://api.example/chat', post('{"a":1,"b":3}'), 'differs from the recorded one at'],
    ['https://api.example/other', post('{"a":1,"b":2}'), 'goes to https://api.example/other'],
    ['https://api.example/chat', { method: 'GET' }, 'is GET, not POST'],
  ] as const) {
    const tape = await replay(fixture)
    await expect(tape.fetch(url, init)).rejects.toThrow(why)
    expect(() => tape.assertDone()).toThrow(why)
  }
  const once = await replay(fixture)
  await once.fetch('https://api.example/chat', post('{"a":1,"b":2}'))
  once.assertDone()
  await expect(once.fetch('https://api.example/chat')).rejects.toThrow('was not recorded')
  expect(() => once.assertDone()).toThrow('was not recorded')
})

/** Asks the wire's server in place of the service, which has another address. */
async function recorded(path: string): Promise<void> {
  const server = await referenceWire.start()
  server.answer(
    { content: [{ type: 'text', text: 'Hello to all of you.' }] },
    { content: [{ type: 'tool_call', name: 'weather', input: { town: 'Paris' } }] },
    { content: [{ type: 'text', text: 'It is sunny in Paris.' }] },
    {
      content: ['Paris', 'Rome'].map((town) => ({
        type: 'tool_call',
        name: 'weather',
        input: { town },
      })),
    },
    { content: [{ type: 'text', text: 'Both are sunny.' }] },
  )
  try {
    await recordFixtures(referencePlugin(), {
      model: 'reference/large',
      folder: path,
      host: {
        secret: (name) => (name === 'REFERENCE_API_KEY' ? wireKey : undefined),
        fetch: (input, init) => fetch(`${server.url}${new URL(String(input)).pathname}`, init),
      },
    })
  } finally {
    await server.close()
  }
}

test('the scenarios are recorded once, and any provider of the same bytes passes them', async () => {
  const path = await folder()
  await recorded(path)
  const fixtures = await readFixtures(path)
  expect(fixtures.map(({ name }) => name)).toEqual(['parallel-tools', 'text', 'tools', 'wrong-key'])
  expect(fixtures.map(({ outcome }) => outcome?.error ?? outcome?.text)).toEqual([
    'Both are sunny.',
    'Hello to all of you.',
    'It is sunny in Paris.',
    'auth',
  ])
  expect(JSON.stringify(fixtures)).not.toContain(wireKey)
  const card = await runConformance(referencePlugin(), { fixtures: path })
  expect(card.fixtures.flatMap(({ report }) => report ?? [])).toEqual([])
  expect(card.fixtures).toHaveLength(12)

  for (const [mutation, checks] of [
    ['the temperature is dropped', []],
    ['the limit of tokens is dropped', ['replayed']],
    ['a fragment of arguments is lost', ['replayed']],
    ['lines are cut at pieces', ['cut']],
    ['an end of the body is an end', ['short']],
  ] as const) {
    const { fixtures: results } = await runConformance(referencePlugin(mutation), {
      fixtures: path,
    })
    const failed = results.filter(({ status }) => status === 'failed').map(({ check }) => check)
    expect(failed, mutation).toEqual(expect.arrayContaining([...checks]))
    if (checks.length === 0) expect(failed, mutation).toEqual([])
  }
})
