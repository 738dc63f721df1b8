import { createAgent } from '@autobot/core'
import { describe, expect, test } from 'vitest'
import { http } from '../../../src/index.ts'
import { failedCalls } from '../../../src/wire/openai-chat/failed-generation.ts'
import { events, serve } from '../../support/server.ts'

describe('the text of a call that was refused', () => {
  const call = (name: string, argumentsText: string) => [{ name, argumentsText }]

  test.each<[string, object[]]>([
    ['{"name":"add","arguments":{"a":"x"}}', call('add', '{"a":"x"}')],
    ['{"name":"add","arguments":"{\\"a\\":1}"}', call('add', '{"a":1}')],
    ['{"name":"add"}', call('add', '{}')],
    ['[{"name":"add","parameters":{"a":1}}]', call('add', '{"a":1}')],
    [
      '```json\n{"tool_calls":[{"id":"1","type":"function","function":{"name":"add"},"parameters":{}}]}\n```',
      call('add', '{}'),
    ],
    ['<function=add{"a":1}</function>', call('add', '{"a":1}')],
    ['<function=add>{"a":1}</function>', call('add', '{"a":1}')],
    ['add{"a": 1}</function>', call('add', '{"a": 1}')],
    [
      '<|tool_calls_section_begin|><|tool_call_begin|>functions.add:48<|tool_call_argument_begin|>{"a":1}<|tool_call_end|><|tool_call_begin|>functions.sub:49<|tool_call_argument_begin|>{"a"',
      [...call('add', '{"a":1}'), ...call('sub', '{"a"')],
    ],
    ['{"name": "add", "arguments": {"a": 1,,}}', call('add', '{"a": 1,,}}')],
    ['I would rather not call a tool.', []],
    ['', []],
    ['null', []],
  ])('%s', (text, calls) => {
    expect(failedCalls(text)).toEqual(calls)
  })
})

const body = (failed: string) => ({
  error: {
    message: "Failed to call a function. Please adjust your prompt. See 'failed_generation'.",
    type: 'invalid_request_error',
    code: 'tool_use_failed',
    failed_generation: failed,
    status_code: 400,
  },
})
const done = [
  { id: '2', choices: [{ delta: { content: 'I see.' } }] },
  { choices: [{ delta: {}, finish_reason: 'stop' }] },
  '[DONE]',
]

describe('a call that groq refuses is a call as on every provider', () => {
  const run = async (refusal: 'with a status' | 'within a stream', failed: string) => {
    let count = 0
    const { url, seen } = await serve((response) => {
      count += 1
      if (count > 1) events(...done)(response)
      else if (refusal === 'with a status') {
        response.statusCode = 400
        response.end(JSON.stringify(body(failed)))
      } else {
        response.setHeader('content-type', 'text/event-stream')
        response.write('data: {"id":"1","choices":[{"delta":{"reasoning":"Hm."}}]}\n\n')
        response.end(`event: error\ndata: ${JSON.stringify(body(failed))}\n\n`)
      }
    })
    await using agent = createAgent({
      model: 'groq/openai/gpt-oss-120b',
      plugins: [http()],
      providers: { groq: { apiKey: 'k', apiBase: url } },
      retry: { maxRetries: 0 },
      tools: [
        {
          name: 'add',
          inputSchema: {
            type: 'object',
            properties: { a: { type: 'number' } },
            required: ['a'],
          },
          execute: () => 'never',
        },
      ],
    })
    return { result: await agent.run('add'), seen }
  }

  test.each(['with a status', 'within a stream'] as const)('%s', async (refusal) => {
    const { result, seen } = await run(refusal, '{"name":"add","arguments":{"a":"x"}}')
    expect(result.text).toBe('I see.')
    expect(result.toolCalls).toMatchObject([{ name: 'add', input: { a: 'x' }, isError: true }])
    const { messages } = JSON.parse(seen[1]?.body ?? '{}') as { messages: object[] }
    expect(messages.slice(-2)).toMatchObject([
      { tool_calls: [{ function: { name: 'add', arguments: '{"a":"x"}' } }] },
      { role: 'tool', content: expect.stringContaining('Invalid arguments for the tool "add"') },
    ])
  })

  test('also with arguments that are no JSON', async () => {
    const { result } = await run('with a status', '<function=add{"a": 1,,}</function>')
    expect(result.toolCalls).toMatchObject([
      {
        name: 'add',
        isError: true,
        result: { content: [{ text: expect.stringContaining('JSON') }] },
      },
    ])
  })

  test('without a call in it, the model is asked again', async () => {
    const { url } = await serve((response) => {
      response.statusCode = 400
      response.end(JSON.stringify(body('no tool for me')))
    })
    await using agent = createAgent({
      model: 'groq/llama-3.3-70b-versatile',
      plugins: [http()],
      providers: { groq: { apiKey: 'k', apiBase: url } },
      retry: { maxRetries: 0 },
    })
    await expect(agent.run('add')).rejects.toMatchObject({
      code: 'bad_response',
      retryable: true,
      status: 400,
    })
  })
})
