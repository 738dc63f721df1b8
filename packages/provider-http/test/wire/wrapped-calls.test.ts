import { describe, expect, test } from 'vitest'
import { ask, context, drain, fold, open } from '../support/drain.ts'
import { events, serve } from '../support/server.ts'

const uses = JSON.stringify({
  tool_uses: [
    { recipient_name: 'functions.weather', parameters: { city: 'Ulm' } },
    { recipient_name: 'functions.time', parameters: {} },
  ],
})

const chat = (name: string, text: string) => [
  {
    id: '1',
    choices: [
      {
        delta: {
          tool_calls: [{ index: 0, id: 'call_1', function: { name, arguments: text.slice(0, 9) } }],
        },
      },
    ],
  },
  { choices: [{ delta: { tool_calls: [{ index: 0, function: { arguments: text.slice(9) } }] } }] },
  { choices: [{ delta: {}, finish_reason: 'tool_calls' }] },
  '[DONE]',
]

const responses = (name: string, text: string) => [
  {
    type: 'response.output_item.added',
    output_index: 0,
    item: { type: 'function_call', call_id: 'call_1', name, arguments: '' },
  },
  { type: 'response.function_call_arguments.delta', output_index: 0, delta: text },
  {
    type: 'response.completed',
    response: {
      status: 'completed',
      output: [{ type: 'function_call', call_id: 'call_1', name, arguments: text }],
    },
  },
]

describe.each([
  ['openai-chat', chat],
  ['openai-responses', responses],
] as const)('one call that wraps several, on %s', (type, payloads) => {
  const answer = async (name: string, text: string, tools: readonly string[] = []) => {
    const { url } = await serve(events(...payloads(name, text)))
    const provider = await open('openai', { apiKey: 'k', apiBase: url, type })
    const declared = tools.map((tool) => ({ name: tool, inputSchema: { type: 'object' } }))
    const request = ask('hi', { tools: declared })
    return fold(await drain(provider.stream(request, context)), 'openai')
  }

  test.each(['parallel', 'multi_tool_use.parallel'])('%s becomes those calls', async (name) => {
    expect((await answer(name, uses)).calls).toEqual([
      { id: '', name: 'weather', text: '{"city":"Ulm"}' },
      { id: '', name: 'time', text: '{}' },
    ])
  })

  test('a tool of that name is called itself', async () => {
    expect((await answer('parallel', uses, ['parallel'])).calls).toEqual([
      { id: 'call_1', name: 'parallel', text: uses },
    ])
  })

  test('what cannot be read stays a call', async () => {
    expect((await answer('parallel', '{"tool_uses":')).calls).toEqual([
      { id: 'call_1', name: 'parallel', text: '{"tool_uses":' },
    ])
  })
})
