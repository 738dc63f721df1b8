import {
  appendFile,
  chmod,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import * as promises from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Message } from '@autobot/core/provider'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFileSessionStore, SessionError } from '../src/index.ts'

let folder = ''

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'autobot-sessions-')), 'sessions')
})
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }))

const store = () => createFileSessionStore({ folder })
const user = (text: string): Message => ({ role: 'user', content: [{ type: 'text', text }] })

const everything: readonly Message[] = [
  { role: 'system', content: [{ type: 'text', text: 'Grüße\n\u2028🌊' }] },
  {
    role: 'user',
    content: [
      {
        type: 'file',
        mediaType: 'image/png',
        data: new Uint8Array([0, 255, 10, 13]),
        name: 'a.png',
      },
    ],
  },
  {
    role: 'assistant',
    provider: 'acme',
    model: 'a/b',
    finishReason: 'tool_calls',
    content: [
      { type: 'reasoning', text: '', providerMetadata: { acme: { signature: 'c2ln' } } },
      {
        type: 'tool_call',
        id: 'call_1',
        name: 'save',
        argumentsText: '{}',
        input: { $bytes: 'not bytes', $$bytes: 1, nested: [{ $bytes: 'x' }], ['__proto__']: 'key' },
      },
    ],
  },
  {
    role: 'tool',
    content: [
      {
        type: 'tool_result',
        toolCallId: 'call_1',
        toolName: 'save',
        content: [{ type: 'json', value: [1, null, { a: true }] }],
        isError: true,
      },
    ],
  },
]

test('messages come back as they were, bytes included', async () => {
  await store().append('one', everything.slice(0, 2))
  await store().append('one', everything.slice(2))
  const loaded = await store().load('one')
  expect(loaded).toEqual({ id: 'one', messages: everything, summarised: 0, warnings: [] })
  expect(await readFile(join(folder, 'one.jsonl'), 'utf8')).toContain('{"$bytes":"AP8KDQ=="}')
})

test('an unknown session is undefined, and deleting one says whether it was there', async () => {
  expect(await store().load('none')).toBeUndefined()
  expect(await store().list()).toEqual([])
  expect(await store().delete('none')).toBe(false)
  await store().append('some', [user('hello')])
  expect(await store().delete('some')).toBe(true)
  expect(await readdir(folder)).toEqual([])
})

test('only the owner can read the folder and the files', async () => {
  await store().append('one', [user('hello')])
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect((await stat(join(folder, 'one.jsonl'))).mode & 0o777).toBe(0o600)
  await chmod(folder, 0o755)
  await chmod(join(folder, 'one.jsonl'), 0o644)
  await store().append('one', [user('again')])
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect((await stat(join(folder, 'one.jsonl'))).mode & 0o777).toBe(0o600)
})

test('a link in place of a session is not followed', async () => {
  await store().append('one', [user('hello')])
  const target = join(folder, '..', 'elsewhere')
  await writeFile(target, 'precious')
  await symlink(target, join(folder, 'two.jsonl'))
  await expect(store().append('two', [user('hello')])).rejects.toThrow()
  expect(await readFile(target, 'utf8')).toBe('precious')
})

test.each([
  'cli:default',
  '../../etc/passwd',
  'A',
  'a',
  '.',
  '..',
  'con',
  'ä€🌊',
  'a%41',
  ' ',
  '\0',
])('any id is a file of the folder and comes back in the list: %j', async (id) => {
  await store().append(id, [user(id)])
  expect((await store().list()).map((info) => info.id)).toEqual([id])
  const [name = ''] = await readdir(folder)
  expect(name).toMatch(/^[a-z0-9_%-]+\.jsonl$/)
})

test('ids that cannot be a file are refused with the reason', async () => {
  for (const id of ['', '\ud800', 'x'.repeat(300)]) {
    await expect(store().append(id, [user('hello')])).rejects.toMatchObject({ code: 'invalid_id' })
  }
})

test('the list has the newest first and leaves out what is not a session', async () => {
  await store().append('old', [user('hello')])
  await store().append('new', [user('hello')])
  const past = new Date(1_000)
  await promises.utimes(join(folder, 'old.jsonl'), past, past)
  await writeFile(join(folder, 'notes.txt'), '')
  await writeFile(join(folder, 'B.jsonl'), '')
  const list = await store().list()
  expect(list.map(({ id }) => id)).toEqual(['new', 'old'])
  expect(list[1]?.updatedAt).toBe(1_000)
  expect(list[1]?.bytes).toBeGreaterThan(10)
})

test('a last line cut at any byte is set aside, and the session goes on', async () => {
  await store().append('one', [user('first'), user('second ä🌊')])
  const path = join(folder, 'one.jsonl')
  const whole = await readFile(path)
  const start = whole.indexOf(0x0a) + 1
  for (let cut = start; cut < whole.length; cut += 1) {
    await writeFile(path, whole.subarray(0, cut))
    await rm(`${path}.torn`, { force: true })
    const complete = cut === whole.length - 1
    const torn = cut > start && !complete
    const expected = complete ? [user('first'), user('second ä🌊')] : [user('first')]
    const before = await store().load('one')
    expect(before?.messages).toEqual(expected)
    expect(before?.warnings.map(({ code }) => code)).toEqual(torn ? ['session_torn'] : [])

    await store().append('one', [user('third')])
    const after = await store().load('one')
    expect(after).toEqual({
      id: 'one',
      messages: [...expected, user('third')],
      summarised: 0,
      warnings: [],
    })
    if (torn) {
      const aside = await readFile(`${path}.torn`)
      expect(aside.subarray(0, -1)).toEqual(whole.subarray(start, cut))
    }
  }
})

test('a damaged line in the middle is warned of, and all others are read', async () => {
  await store().append('one', [user('first')])
  const path = join(folder, 'one.jsonl')
  await appendFile(
    path,
    '\0\0\0\n{"version":2,"message":{}}\n{"version":1,"message":{"role":"x"}}\n',
  )
  await store().append('one', [user('last')])
  const loaded = await store().load('one')
  expect(loaded?.messages).toEqual([user('first'), user('last')])
  expect(loaded?.warnings.map(({ code, path: where }) => [code, where])).toEqual([
    ['session_damaged', 'lines.2'],
    ['session_damaged', 'lines.3'],
    ['session_damaged', 'lines.4'],
  ])
})

test('an open session knows its messages, keeps the order and closes once', async () => {
  const session = await store().open('one')
  await Promise.all([session.append([user('1')]), session.append([]), session.append([user('2')])])
  expect(session.messages).toEqual([user('1'), user('2')])
  await expect(store().open('one')).rejects.toBeInstanceOf(SessionError)
  const other = await store().open('two')
  await other.close()
  await Promise.all([session.close(), session.close()])
  await expect(session.append([user('3')])).rejects.toMatchObject({ code: 'closed' })
  expect((await store().load('one'))?.messages).toEqual([user('1'), user('2')])
})

test('of several that open a session at once, exactly one gets it', async () => {
  const results = await Promise.allSettled([1, 2, 3, 4].map(() => store().open('one')))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('after a write that failed half way, the next one is whole', async () => {
  let full = false
  const fs: NonNullable<Parameters<typeof createFileSessionStore>[0]['fs']> = {
    ...promises,
    async open(...args: Parameters<typeof promises.open>) {
      const handle = await promises.open(...args)
      const write = handle.write.bind(handle) as (...rest: unknown[]) => Promise<unknown>
      Object.assign(handle, {
        async write(bytes: Buffer, offset: number, length: number, position: number) {
          if (!full) return write(bytes, offset, length, position)
          await write(bytes, offset, 5, position)
          throw Object.assign(new Error('disk full'), { code: 'ENOSPC' })
        },
      })
      return handle
    },
  }
  const session = await createFileSessionStore({ folder, fs }).open('one')
  await session.append([user('1')])
  full = true
  await expect(session.append([user('2')])).rejects.toThrow('disk full')
  full = false
  await session.append([user('3')])
  await session.close()
  const loaded = await store().load('one')
  expect(loaded).toEqual({
    id: 'one',
    messages: [user('1'), user('3')],
    summarised: 0,
    warnings: [],
  })
})
