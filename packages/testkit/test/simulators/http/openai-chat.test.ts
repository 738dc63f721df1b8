import { describe, expect, test } from 'vitest'
import {
  startOpenAiChatSimulator,
  type ChatFlavourName,
  type HttpAnswer,
} from '../../../src/simulators/http/index.ts'
import { ask as post, png } from './ask.ts'

const ask = (body: object | string, flavour: ChatFlavourName = 'openai', key = 'Bearer k') =>
  post(() => startOpenAiChatSimulator({ flavour, keys: ['k'] }), '/chat/completions', body, {
    authorization: key,
  })

const user = { role: 'user', content: 'hi' }
const call = (id = 'call_1', name = 'f') => ({
  id,
  type: 'function',
  function: { name, arguments: '{}' },
})
const calls = (...list: object[]) => ({ role: 'assistant', content: null, tool_calls: list })
const result = (id = 'call_1') => ({ role: 'tool', tool_call_id: id, name: 'f', content: 'x' })
const tool = (parameters: object, name = 'f') => ({
  type: 'function',
  function: { name, parameters },
})
const plain = { type: 'object', properties: {} }
const body = (more: object = {}) => ({ model: 'gpt-4o', messages: [user], ...more })
const says = (...messages: object[]) => body({ messages: [user, ...messages] })
const image = (url: string) => ({ type: 'image_url', image_url: { url } })

test('what is right is taken', async () => {
  for (const right of [
    body(),
    says(calls(call(), call('call_2')), result('call_2'), result(), user),
    says({ role: 'user', content: [image(`data:image/png;base64,${png}`)] }),
    body({ tools: [tool(plain)], tool_choice: 'required', parallel_tool_calls: false }),
    body({ model: 'gpt-5', reasoning_effort: 'low', max_completion_tokens: 9 }),
  ]) {
    expect(await ask(right)).toMatchObject({ status: 200, refusals: [] })
  }
})

test('a wrong key, a wrong path, no JSON', async () => {
  expect(await ask(body(), 'openai', 'Bearer x')).toMatchObject({ status: 401 })
  expect(await ask('{', 'openai')).toMatchObject({ status: 400 })
  const elsewhere = await post(startOpenAiChatSimulator, '/chat', body(), {
    authorization: 'Bearer k',
  })
  expect(elsewhere).toMatchObject({ status: 404, message: 'Unknown request URL: /v1/chat.' })
})

describe('what OpenAI refuses', () => {
  test.each<[object, string]>([
    [body({ messages: [] }), "Invalid 'messages': empty array"],
    [body({ top_k: 3 }), 'Unrecognized request argument supplied: top_k'],
    [body({ tool_choice: 'auto' }), "'tool_choice' is only allowed when 'tools' are specified."],
    [body({ parallel_tool_calls: true }), "'parallel_tool_calls' is only allowed when"],
    [body({ tools: [] }), "Invalid 'tools': empty array"],
    [
      body({ tools: Array.from({ length: 129 }, (_, at) => tool(plain, `f${at}`)) }),
      'Expected an array with maximum length 128',
    ],
    [body({ tools: [tool(plain, 'a.b')] }), 'string does not match pattern'],
    [body({ tools: [tool(plain, 'x'.repeat(65))] }), 'maximum length 64'],
    [body({ tools: [tool({ type: 'object' })] }), 'object schema missing properties'],
    [body({ tools: [tool({})] }), `got 'type: "None"'`],
    [
      body({ tools: [tool({ ...plain, anyOf: [plain] })] }),
      "not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level",
    ],
    [
      body({ tools: [tool({ type: 'object', properties: { a: { type: 'array' } } })] }),
      "In context=('properties', 'a'), array schema missing items",
    ],
    [
      body({ tools: [tool({ type: 'object', properties: { a: { $ref: '#/$defs/x' } } })] }),
      'reference to #/$defs/x',
    ],
    [
      body({ tools: [tool(plain)], tool_choice: { type: 'function', function: { name: 'g' } } }),
      'names g',
    ],
    [body({ stop: ['a', 'b', 'c', 'd', 'e'] }), "Invalid 'stop': array too long"],
    [body({ temperature: 2.1 }), 'decimal above maximum value'],
    [body({ reasoning_effort: 'low' }), 'reasoning_effort'],
    [body({ max_tokens: 1, max_completion_tokens: 1 }), 'at the same time'],
    [body({ model: 'gpt-5', max_tokens: 1 }), "Use 'max_completion_tokens' instead."],
    [body({ model: 'o3', temperature: 1 }), "'temperature' is not supported with this model"],
    [
      body({ model: 'o1-mini', messages: [{ role: 'system', content: 'x' }, user] }),
      "does not support 'system'",
    ],
    [says({ role: 'user', content: null }), 'expected a string, got null'],
    [says({ role: 'assistant', content: null }), 'expected a string, got null'],
    [says({ role: 'assistant', content: 'x', tool_calls: [] }), 'empty array'],
    [says(calls(call())), 'did not have response messages: call_1'],
    [says(calls(call()), user, result()), 'did not have response messages: call_1'],
    [says(result()), "messages with role 'tool' must be a response"],
    [says(calls(call()), result(), result()), "messages with role 'tool' must be a response"],
    [says(calls(call(), call()), result()), 'an id twice'],
    [says(calls(call('x'.repeat(41))), result('x'.repeat(41))), 'maximum length 40'],
    [says(calls(call('')), result('')), 'too short'],
    [says(calls(call('call_1', 'a b')), result()), 'does not match pattern'],
    [
      says({ role: 'assistant', content: [image('https://a/b')] }),
      "role 'assistant' contains an image",
    ],
    [
      says(calls(call()), { ...result(), content: [image('https://a/b')] }),
      "role 'tool' contains an image URL",
    ],
    [
      says({ role: 'user', content: [image(`data:image/jpeg;base64,${png}`)] }),
      'unsupported image',
    ],
    [
      says({
        role: 'user',
        content: [{ type: 'file', file: { file_data: 'data:text/plain;base64,eA==' } }],
      }),
      'application/pdf',
    ],
    [says({ role: 'user', content: [{ type: 'input_audio' }] }), 'either text or image_url'],
    [says({ role: 'user', content: '\uD800' }), 'not valid Unicode'],
    [
      body({
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'a', strict: true, schema: plain },
        },
      }),
      "'additionalProperties' is required",
    ],
  ])('%o', async (request, message) => {
    const said = await ask(request)
    expect(said).toMatchObject({ status: 400 })
    expect(said.message).toContain(message)
    expect(said.refusals).toEqual([said.message])
  })
})

describe('what others of its wire refuse', () => {
  test.each<[ChatFlavourName, object, number, string]>([
    ['mistral', says(calls(call()), result()), 400, 'must be a-z, A-Z, 0-9, with a length of 9.'],
    ['mistral', says({ role: 'assistant', content: 'x' }), 400, 'Expected last role User or Tool'],
    ['mistral', body({ stream_options: {} }), 422, 'Extra inputs are not permitted'],
    ['deepseek', says(calls(call()), result()), 400, '`reasoning_content` in the thinking mode'],
    [
      'deepseek',
      says({ role: 'user', content: [image('https://a/b')] }),
      400,
      'unknown variant image_url',
    ],
    ['kimi', says(calls(call()), result()), 400, 'goes silent'],
    [
      'kimi',
      says(calls(call('functions.f:0')), result('functions.f:0')),
      400,
      'reasoning_content is missing in assistant tool call message at index 1',
    ],
    ['groq', body({ presence_penalty: 1 }), 400, "'presence_penalty' is unsupported"],
    [
      'groq',
      says({ role: 'assistant', content: [{ type: 'text', text: 'x' }] }, user),
      400,
      'a text',
    ],
    ['cerebras', body({ tools: [tool(plain)], tool_choice: 'required' }), 400, 'Supported values'],
    [
      'deepseek',
      says({ role: 'assistant', content: 'x' }, user),
      400,
      '`reasoning_content` in the thinking mode',
    ],
    [
      'xai',
      body({ tools: [tool({ ...plain, additionalProperties: false })] }),
      400,
      'additionalProperties: false',
    ],
    ['xai', body({ model: 'grok-4', stop: ['x'] }), 400, 'not supported on this model: stop'],
    ['openrouter', body({ enable_thinking: true }), 400, 'Unrecognized request argument'],
    ['vllm', says(user), 400, 'roles must alternate'],
    [
      'vllm',
      says({ role: 'assistant', content: 'x' }, { role: 'system', content: 'y' }),
      400,
      'beginning',
    ],
    ['ollama', says(calls(call()), result()), 400, 'content as null'],
    ['ollama', says({ role: 'user', content: [image('https://a/b')] }), 400, 'only data URLs'],
    [
      'lmstudio',
      body({ tools: [tool(plain)], tool_choice: { type: 'function', function: { name: 'f' } } }),
      400,
      "Invalid tool_choice type: 'object'. Supported string values: none, auto, required",
    ],
  ])('%s: %o', async (flavour, request, status, message) => {
    const said = await ask(request, flavour)
    expect(said.status).toBe(status)
    expect(said.refusals[0]).toContain(message)
  })
})

describe('how others of its wire answer', () => {
  const chunks = async (flavour: ChatFlavourName, content: HttpAnswer['content']) => {
    const { text } = await post(
      () => startOpenAiChatSimulator({ flavour }),
      '/chat/completions',
      body({ stream: true, tools: [tool(plain)] }),
      { authorization: 'Bearer k' },
      (simulator) => simulator.answer({ ...(content !== undefined && { content }) }),
    )
    return text
  }

  test('Ollama: calls whole, each at 0, and an end that says stop', async () => {
    const text = await chunks('ollama', [
      { type: 'tool_call', name: 'f', input: { a: 1 } },
      { type: 'tool_call', name: 'f', input: { a: 2 } },
    ])
    expect(text.match(/"index":0,"id"/g)).toHaveLength(2)
    expect(text).toContain('"finish_reason":"stop"')
    expect(text).toContain(String.raw`"arguments":"{\"a\":2}"`)
  })

  test('OpenRouter: details of reasoning, with a signature', async () => {
    const text = await chunks('openrouter', [{ type: 'reasoning', text: 'Hm.' }])
    expect(text).toContain('"reasoning":"Hm."')
    expect(text).toMatch(/"reasoning_details":\[\{[^\]]*"signature":"c2lnbmVk"\}\]/)
  })
})
