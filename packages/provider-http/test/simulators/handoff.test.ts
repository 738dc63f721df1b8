import type { Message } from '@autobot/core'
import { describe, expect, test } from 'vitest'
import {
  odd,
  stage,
  wires,
  type HttpAnswer,
  type Place,
  type SimulatedPart,
} from '../support/simulators.ts'

const png = Uint8Array.from(
  atob(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  ),
  (char) => char.charCodeAt(0),
)

const tools = [
  {
    name: 'look',
    description: 'Looks at a place.',
    inputSchema: {
      type: 'object',
      properties: { at: { type: 'string' }, how: { type: ['string', 'null'] } },
      required: ['at'],
      additionalProperties: false,
    },
    execute: ({ at }: { at: string }) => {
      if (at === 'nowhere') throw new Error('there is nothing')
      return {
        content: [
          { type: 'text' as const, text: `seen: ${at}` },
          { type: 'file' as const, mediaType: 'image/png', data: png },
        ],
      }
    },
  },
  { name: 'ping', execute: () => '', inputSchema: { type: 'object' } },
]

const call = (at: string): SimulatedPart => ({ type: 'tool_call', name: 'look', input: { at } })

/** Text, reasoning, parallel calls (one fails, one brings a picture), an empty result. */
const firstRun: readonly HttpAnswer[] = [
  {
    content: [
      { type: 'reasoning', text: 'Both at once.' },
      { type: 'text', text: 'I look.' },
      call('here'),
      call('nowhere'),
      { type: 'tool_call', name: 'ping' },
    ],
  },
  {
    content: [
      { type: 'reasoning', text: 'Enough.' },
      { type: 'text', text: 'Seen. ' },
    ],
  },
]

const question: readonly Message[] = [
  {
    role: 'user',
    content: [
      { type: 'text', text: 'Look around. ' },
      { type: 'file', mediaType: 'image/png', data: png },
    ],
  },
]

async function history(from: Place, to: Place) {
  const here = await stage([from, to], { tools, reasoning: 'low' })
  here.at(from).answer(...firstRun)
  const first = await here.agent.run(question, { model: from.model })
  expect(first.text).toBe('Seen. ')
  expect(first.toolCalls.map(({ isError }) => isError)).toEqual([false, true, false])
  return { ...here, messages: first.messages }
}

/** A turn that was cut off within a call. */
async function aborted(
  agent: Awaited<ReturnType<typeof stage>>,
  from: Place,
  so: readonly Message[],
) {
  agent.at(from).answer({
    content: [{ type: 'text', text: 'I look once more.' }, call('there'), call('over there')],
    damage: { kind: 'reset', afterEvents: 5 },
  })
  const partial = await agent.agent
    .run([{ role: 'user', content: [{ type: 'text', text: 'Again.' }] }], {
      model: from.model,
      messages: so,
    })
    .then(
      () => undefined,
      (error: { readonly partial?: Message }) => error.partial,
    )
  return [
    ...so,
    { role: 'user', content: [{ type: 'text', text: 'Again.' }] },
    ...(partial === undefined ? [] : [partial]),
  ] as readonly Message[]
}

const places = [...wires, ...odd]

/** Of servers that only write what others write too, one is enough to begin at. */
const origins = places.filter(({ prefix }) => !/^(groq|cerebras|xai|vllm|lmstudio)$/.test(prefix))

describe.each(origins.map((from) => [from.name, from] as const))(
  'HAN-01 REA-05 a conversation that began at %s',
  (_, from) => {
    test.each(places.map((to) => [to.name, to] as const))('goes on at %s', async (_name, to) => {
      const here = await history(from, to)
      const so = await aborted(here, from, here.messages)
      here.at(to).answer({ content: [{ type: 'tool_call', name: 'ping' }] })
      const on = await here.agent.run('Go on.', { model: to.model, messages: so })
      expect(on.text).toBe('ok')
      expect(here.refusals()).toEqual([])
      // And back: what the first one signed is still its own.
      const back = await here.agent.run('And now?', { model: from.model, messages: on.messages })
      expect(back.text).toBe('ok')
      expect(here.refusals()).toEqual([])
    })
  },
)
