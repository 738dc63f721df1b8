import { afterEach, expect, test } from 'vitest'
import type { ChatRequest, Message } from '@autobot/core'
import { calling, models, pdf, png, say, user } from '../calling.ts'
import type { Calling } from '../calling.ts'

let open: Calling | undefined
afterEach(async () => {
  await open?.simulator.close()
  open = undefined
})

const tools: ChatRequest['tools'] = [
  {
    name: 'look.up/it',
    description: '',
    inputSchema: {
      type: 'object',
      properties: { at: { $ref: '#/$defs/place' }, $filter: { type: ['string', 'null'] } },
      $defs: { place: { type: 'string', minLength: 1 } },
      additionalProperties: false,
    },
  },
  { name: 'either', inputSchema: { anyOf: [{ required: ['a'] }, { required: ['b'] }] } },
]

/** Everything that a history can hold, made by a model of another provider and by this one. */
function history(provider: string, model: string): readonly Message[] {
  const call = (id: string, native: string, input: object, text?: string): object => ({
    type: 'tool_call',
    id,
    nativeId: native,
    name: 'look.up/it',
    input,
    argumentsText: text ?? JSON.stringify(input),
    ...(text !== undefined && { invalid: 'no JSON' }),
  })
  const metadata = { providerMetadata: { bedrock: { signature: 'c2ln' } } }
  return [
    { role: 'system', content: [{ type: 'text', text: 'Be short.' }] },
    user(
      { type: 'text', text: 'Compare.' },
      { type: 'file', mediaType: 'image/png', data: png },
      { type: 'file', mediaType: 'application/pdf', data: pdf, name: 'Q3.report (final)__v2.pdf' },
      { type: 'file', mediaType: 'application/pdf', data: pdf, name: 'レポート.pdf' },
    ),
    {
      role: 'assistant',
      provider,
      model,
      content: [
        { type: 'reasoning', text: 'Hm.', ...metadata },
        { type: 'text', text: 'I look. ' },
        call('c1', `fc|${'x'.repeat(440)}`, { at: 'Rome' }),
        call('c2', 'fc|2', {}, '{"at":'),
        call('c3', '', [1] as object),
      ] as never,
    },
    {
      role: 'tool',
      content: [
        { type: 'tool_result', toolCallId: 'c3', toolName: 'look.up/it', content: [] },
        {
          type: 'tool_result',
          toolCallId: 'c1',
          toolName: 'look.up/it',
          content: [
            { type: 'text', text: '\n' },
            { type: 'json', value: [1, { a: null }] },
            { type: 'file', mediaType: 'image/png', data: png },
            { type: 'file', mediaType: 'application/pdf', data: pdf, name: 'a.pdf' },
          ],
        },
        {
          type: 'tool_result',
          toolCallId: 'c2',
          toolName: 'look.up/it',
          content: [{ type: 'text', text: 'broken \ud800' }],
          isError: true,
        },
      ],
    },
    say('And now?'),
    { role: 'assistant', provider, model, content: [{ type: 'text', text: '  ' }] },
    { role: 'assistant', provider, model, content: [{ type: 'text', text: 'So. \n' }] },
    { role: 'system', content: [{ type: 'text', text: 'Be kind.' }] },
    say('Go on.'),
    say('Please.'),
  ]
}

const everyModel = Object.entries(models)

test.each(everyModel)(
  'HAN-01 HAN-03: %s takes what another provider wrote',
  async (_name, model) => {
    open = await calling()
    const messages = history('openai', 'gpt-5')
    for (const request of [{ tools }, {}, { tools, toolChoice: 'none' as const }]) {
      await open.ask({ model, messages, ...request })
    }
    expect(open.simulator.refusals).toEqual([])
    expect(open.simulator.requests).toHaveLength(3)
  },
)

test.each(everyModel)('HAN-01: %s takes what the others on Bedrock wrote', async (_name, model) => {
  open = await calling()
  for (const [, from] of everyModel) {
    await open.ask({ model, messages: history('bedrock', from), tools, reasoning: 'low' })
  }
  expect(open.simulator.refusals).toEqual([])
})

test.each(everyModel)('PAR-01 PAR-02: %s takes any parameters', async (_name, model) => {
  open = await calling()
  const all: Partial<ChatRequest> = {
    temperature: 1.5,
    topP: 0.9,
    topK: 10,
    seed: 1,
    presencePenalty: 1,
    maxOutputTokens: 1_000_000,
    stopSequences: ['a', 'b', 'c', 'd', 'e', 'f'],
    user: 'user é',
    metadata: { team: 'x', 'bad key é': 'y' },
  }
  const messages = [say('Hi')]
  await open.ask({ model, messages, ...all })
  for (const reasoning of ['none', 'low', 'high'] as const) {
    for (const toolChoice of ['auto', 'required', { tool: 'either' }] as const) {
      await open.ask({ model, messages, ...all, reasoning, tools, toolChoice })
    }
  }
  expect(open.simulator.refusals).toEqual([])
})

test('HAN-02 REA-05: a detour over another model leaves no trace', async () => {
  open = await calling()
  const mine = history('bedrock', models.claude)
  await open.ask({ model: models.claude, messages: mine, tools })
  const before = open.simulator.requests.at(-1)?.text
  await open.ask({ model: models.nova, messages: mine, tools })
  expect(open.simulator.requests.at(-1)?.text).not.toContain('c2ln')
  await open.ask({ model: models.claude, messages: mine, tools })
  expect(open.simulator.requests.at(-1)?.text).toBe(before)
  expect(before).toContain('"signature":"c2ln"')
})

test.each(['llama4', 'mistral', 'writer'] as const)(
  'HAN-06: results stand alone for %s, a turn of "." keeps them apart',
  async (name) => {
    open = await calling()
    await open.ask({ model: models[name], messages: history('openai', 'gpt-5'), tools })
    const messages = open.lastMessages()
    const at = messages.findIndex(({ content }) => content.some((block) => 'toolResult' in block))
    expect(messages[at]?.content.every((block) => 'toolResult' in block)).toBe(true)
    expect(messages[at + 1]).toEqual({ role: 'assistant', content: [{ text: '.' }] })
  },
)

test('HIS-14: the same history gives the same bytes, a longer one the same beginning', async () => {
  open = await calling()
  const messages = history('openai', 'gpt-5')
  const request = { model: models.claude, tools, cache: 'off' as const }
  await open.ask({ ...request, messages })
  await open.ask({ ...request, messages })
  const more = [
    ...messages,
    { role: 'assistant' as const, content: [{ type: 'text' as const, text: 'Fine.' }] },
    say('Thanks.'),
  ]
  await open.ask({ ...request, messages: more })
  const [first, second, third] = open.simulator.requests
  expect(second?.text).toBe(first?.text)
  const before = JSON.stringify(first?.body['messages'])
  expect(JSON.stringify(third?.body['messages'])).toContain(before.slice(0, -1))
})
