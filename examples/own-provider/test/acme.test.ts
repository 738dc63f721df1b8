import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createAgent, defineTool, type Agent } from '@autobot/core'
import { expect, test } from 'vitest'
import { acme } from '../src/acme.ts'

interface Sent {
  readonly messages: readonly Record<string, unknown>[]
}

/** An agent whose Acme answers with these lines, one answer a request, cut anywhere. */
function agentWith(answers: readonly (readonly object[])[], sent: Sent[] = []): Agent {
  const left = [...answers]
  return createAgent({
    model: 'acme/large',
    plugins: [acme],
    host: {
      secret: () => 'a-key',
      fetch: (_url, init) => {
        sent.push(JSON.parse(String(init?.body)) as Sent)
        const answer = left.shift()
        if (answer === undefined) return Promise.resolve(new Response('', { status: 401 }))
        const bytes = new TextEncoder().encode(
          answer.map((line) => JSON.stringify(line)).join('\n'),
        )
        const pieces = ReadableStream.from(chunks(bytes, 7))
        return Promise.resolve(new Response(pieces))
      },
    },
    tools: [
      defineTool({
        name: 'weather',
        description: 'The weather of a town.',
        inputSchema: { type: 'object', properties: { town: { type: 'string' } } },
        execute: (input: { town: string }) => `${input.town}: sunny`,
      }),
    ],
  })
}

function* chunks(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

test('answers, calls a tool and reads its result', async () => {
  const sent: Sent[] = []
  const agent = agentWith(
    [
      [{ call: { id: 'c1', name: 'weather', input: { town: 'Köln' } } }, { end: 'done' }],
      [{ text: 'It is ' }, { text: 'sunny.' }, { tokens: { in: 9, out: 4 } }, { end: 'done' }],
    ],
    sent,
  )
  const { text, steps, usage } = await agent.run('How is the weather in Köln?')
  expect(text).toBe('It is sunny.')
  expect(steps).toBe(2)
  expect(usage).toMatchObject({ inputTokens: 9, outputTokens: 4 })
  expect(sent[1]?.messages.at(-1)).toMatchObject({ from: 'tool', call: 'c1', text: 'Köln: sunny' })
})

test('an answer that breaks off is an error', async () => {
  const agent = agentWith([[{ text: 'It is ' }]])
  await expect(agent.run('Hello')).rejects.toMatchObject({ code: 'bad_response' })
})

test('a refusal says what to do', async () => {
  await expect(agentWith([]).run('Hello')).rejects.toMatchObject({
    code: 'auth',
    hint: 'Check the value of ACME_API_KEY.',
  })
})

test('the guide shows the program as it is', async () => {
  const here = import.meta.dirname
  const source = await readFile(join(here, '../src/acme.ts'), 'utf8')
  const guide = await readFile(join(here, '../../../docs/write-a-provider.md'), 'utf8')
  const regions = [...source.matchAll(/\/\/ #region \w+\n(.*?)\/\/ #endregion/gs)]
  expect(regions).toHaveLength(4)
  for (const [, region] of regions) expect(guide).toContain(`\`\`\`ts\n${region}\`\`\``)
})
