import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AssistantMessage, Message, ToolMessage, UserMessage } from '@autobot/core/provider'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { compactSession, createFileSessionStore } from '../src/index.ts'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'autobot-compact-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const store = () => createFileSessionStore({ folder })
const user = (text: string): UserMessage => ({ role: 'user', content: [{ type: 'text', text }] })
const users = (from: number, to: number): readonly UserMessage[] =>
  Array.from({ length: to - from }, (_, index) => user(String(from + index)))
const call = (id: string): AssistantMessage => ({
  role: 'assistant',
  content: [{ type: 'tool_call', id, name: 'look', input: {}, argumentsText: '{}' }],
})
const result = (toolCallId: string): ToolMessage => ({
  role: 'tool',
  content: [{ type: 'tool_result', toolCallId, toolName: 'look', content: [] }],
})
const textOf = (message: Message | undefined): string => {
  const [part] = message?.content ?? []
  return part?.type === 'text' ? part.text : ''
}

test('the summary and the last messages are what is loaded; the rest stays in the file', async () => {
  const session = await store().open('one')
  await session.append(users(0, 20))
  const seen: string[][] = []
  const done = await compactSession(
    session,
    (messages) => {
      seen.push(messages.map(textOf))
      return 'Numbers were counted.'
    },
    { keep: 5 },
  )
  expect(done).toBe(true)
  expect(seen).toEqual([users(0, 15).map(textOf)])
  const [summary, ...tail] = session.messages
  expect(summary?.role).toBe('user')
  expect(textOf(summary)).toBe(
    '[Summary of the conversation so far]\nNumbers were counted.\n[End of the summary]',
  )
  expect(tail).toEqual(users(15, 20))
  expect(session.summarised).toBe(15)
  await session.append([user('20')])
  const expected = [summary, ...users(15, 21)]
  expect(session.messages).toEqual(expected)
  await session.close()

  const loaded = await store().load('one')
  expect(loaded).toEqual({ id: 'one', messages: expected, summarised: 15, warnings: [] })
  const original = await store().load('one', { original: true })
  expect(original).toEqual({ id: 'one', messages: users(0, 21), summarised: 0, warnings: [] })
  const again = await store().open('one')
  expect([again.messages, again.summarised]).toEqual([expected, 15])
  await again.close()
})

test('the file is only ever appended to', async () => {
  const session = await store().open('one')
  await session.append(users(0, 9))
  const before = await readFile(join(folder, 'one.jsonl'))
  await compactSession(session, () => 'short', { keep: 2 })
  const after = await readFile(join(folder, 'one.jsonl'))
  expect(after.subarray(0, before.length)).toEqual(before)
  expect(after.length).toBeGreaterThan(before.length)
  await session.close()
})

test('a second summary takes the place of the first and counts what both stand for', async () => {
  const session = await store().open('one')
  await session.append(users(0, 10))
  await compactSession(session, () => 'first', { keep: 4 })
  await session.append(users(10, 16))
  const seen: Message[] = []
  const second = (old: readonly Message[]): string => {
    seen.push(...old)
    return 'second'
  }
  await compactSession(session, second, { keep: 3 })
  expect(textOf(seen[0])).toContain('first')
  expect(seen.slice(1)).toEqual(users(6, 13))
  expect(session.summarised).toBe(13)
  await session.close()
  const loaded = await store().load('one')
  expect(loaded?.messages.map(textOf).slice(1)).toEqual(['13', '14', '15'])
  expect(textOf(loaded?.messages[0])).toContain('second')
  expect(loaded?.summarised).toBe(13)
  expect((await store().load('one', { original: true }))?.messages).toEqual(users(0, 16))
})

test("no tool's result is left without its call", async () => {
  const session = await store().open('one')
  const history = [user('0'), user('1'), call('a'), result('a'), call('b'), result('b'), user('2')]
  await session.append(history)
  for (const [keep, tail] of [
    [2, history.slice(4)],
    [4, history.slice(4)],
  ] as const) {
    await compactSession(session, () => 'short', { keep })
    expect(session.messages.slice(1)).toEqual(tail)
  }
  await session.close()
})

test('where there is nothing to gain, nobody is asked', async () => {
  const session = await store().open('one')
  const refuse = (): string => expect.unreachable()
  expect(await compactSession(session, refuse)).toBe(false)
  await session.append(users(0, 12))
  expect(await compactSession(session, refuse)).toBe(false)
  await session.append([user('12')])
  expect(await compactSession(session, () => 'short')).toBe(true)
  expect(await compactSession(session, refuse)).toBe(false)
  await session.close()
})

test('a summary that could not be made changes nothing', async () => {
  const session = await store().open('one')
  await session.append(users(0, 5))
  const failed = compactSession(session, () => Promise.reject(new Error('offline')), { keep: 1 })
  await expect(failed).rejects.toThrow('offline')
  expect(session.messages).toEqual(users(0, 5))
  for (const count of [0, 6, 1.5, -1]) {
    await expect(session.compact(user('x'), count)).rejects.toThrow(RangeError)
  }
  expect(session.summarised).toBe(0)
  await session.close()
  await expect(session.compact(user('x'), 1)).rejects.toMatchObject({ code: 'closed' })
  expect((await store().load('one'))?.messages).toEqual(users(0, 5))
})

test('what is said while the summary is made comes after it', async () => {
  const session = await store().open('one')
  await session.append(users(0, 6))
  const own: UserMessage = user('of our own')
  await compactSession(
    session,
    async () => {
      await session.append([user('6')])
      return own
    },
    { keep: 1 },
  )
  expect(session.messages).toEqual([own, user('5'), user('6')])
  await session.close()
  expect((await store().load('one'))?.messages).toEqual([own, user('5'), user('6')])
})

test('of two that compact at once, one summary is left and no message is lost', async () => {
  const session = await store().open('one')
  await session.append(users(0, 10))
  await Promise.all([
    compactSession(session, () => 'a', { keep: 6 }),
    compactSession(session, () => 'b', { keep: 2 }),
    compactSession(session, () => 'c', { keep: 4 }),
  ])
  const messages = [...session.messages]
  expect(messages.slice(1)).toEqual(users(8, 10))
  expect(textOf(messages[0])).toContain('b')
  await session.close()
  expect((await store().load('one'))?.messages).toEqual(messages)
  expect((await store().load('one', { original: true }))?.messages).toEqual(users(0, 10))
})

test('a summary that was cut off at any byte leaves the conversation as it was', async () => {
  const session = await store().open('one')
  await session.append(users(0, 4))
  const path = join(folder, 'one.jsonl')
  const before = await readFile(path)
  await session.compact(user('ä short 🌊'), 3)
  await session.close()
  const whole = await readFile(path)
  for (let cut = before.length; cut < whole.length; cut += 1) {
    await writeFile(path, whole.subarray(0, cut))
    await store().append('one', [user('4')])
    const complete = cut === whole.length - 1
    const expected = complete ? [user('ä short 🌊'), ...users(3, 5)] : users(0, 5)
    const loaded = await store().load('one')
    expect(loaded).toMatchObject({ messages: expected, summarised: complete ? 3 : 0, warnings: [] })
    expect((await store().load('one', { original: true }))?.messages).toEqual(users(0, 5))
  }
})

test('a damaged line does not shift what a summary stands for', async () => {
  await store().append('one', users(0, 2))
  const path = join(folder, 'one.jsonl')
  await appendFile(path, 'noise\n{"version":1,"compaction":{"lines":"x","summary":null}}\n')
  const session = await store().open('one')
  await session.append(users(2, 6))
  await session.compact(user('sum'), 3)
  await session.close()
  const loaded = await store().load('one')
  expect(loaded?.messages).toEqual([user('sum'), ...users(3, 6)])
  expect(loaded?.warnings).toHaveLength(2)
  // The first line is lost later: the summary still stands before what it stood before.
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.replace(/^.*\n/, 'lost\n'))
  expect((await store().load('one'))?.messages).toEqual([user('sum'), ...users(3, 6)])
})
