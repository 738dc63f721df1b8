import { describe, expect, test } from 'vitest'
import { startAnthropicSimulator } from '../../../src/simulators/http/index.ts'
import { ask as post, png } from './ask.ts'

const version = { 'x-api-key': 'k', 'anthropic-version': '2023-06-01' }
const ask = (body: object, headers: Record<string, string> = version) =>
  post(startAnthropicSimulator, '/v1/messages', body, headers)

const user = (...content: object[]) => ({ role: 'user', content })
const assistant = (...content: object[]) => ({ role: 'assistant', content })
const text = (said: string, more: object = {}) => ({ type: 'text', text: said, ...more })
const use = (id = 'toolu_1', more: object = {}) => ({
  type: 'tool_use',
  id,
  name: 'f',
  input: {},
  ...more,
})
const result = (tool_use_id = 'toolu_1', more: object = {}) => ({
  type: 'tool_result',
  tool_use_id,
  content: [text('x')],
  ...more,
})
const picture = (media_type: string) => ({
  type: 'image',
  source: { type: 'base64', media_type, data: png },
})
const tool = (input_schema: object, name = 'f') => ({ name, input_schema })
const cached = { cache_control: { type: 'ephemeral' } }
const model = 'claude-sonnet-4-5'
const body = (more: object = {}) => ({
  model,
  max_tokens: 2048,
  messages: [user(text('hi'))],
  ...more,
})
const says = (...messages: object[]) => body({ messages: [user(text('hi')), ...messages] })

test('what is right is taken', async () => {
  for (const right of [
    body({ system: 'x', temperature: 1 }),
    body({ messages: [{ role: 'user', content: 'hi' }] }),
    says(assistant(text('x'), use(), use('toolu_2')), user(result('toolu_2'), result(), text('y'))),
    says(assistant(use()), user(result('toolu_1', { content: [picture('image/png')] }))),
    says(assistant(text('prefill'))),
    body({ thinking: { type: 'enabled', budget_tokens: 1024 } }),
    body({ model: 'claude-opus-4-8', thinking: { type: 'adaptive' } }),
  ]) {
    expect(await ask(right)).toMatchObject({ status: 200, refusals: [] })
  }
})

test('no key, no version, no such model', async () => {
  expect(await ask(body(), {})).toMatchObject({ status: 401 })
  expect(await ask(body(), { 'x-api-key': 'k' })).toMatchObject({ status: 400 })
  expect(await ask(body({ model: 'gpt-4o' }))).toMatchObject({ status: 404 })
})

describe('what Anthropic refuses', () => {
  test.each<[object, string]>([
    [body({ max_tokens: undefined }), 'max_tokens: Field required'],
    [body({ max_tokens: 99_999 }), 'maximum allowed number of output tokens'],
    [body({ seed: 1 }), 'seed: Extra inputs are not permitted'],
    [body({ temperature: 1.5 }), 'less than or equal to 1'],
    [body({ temperature: 1, top_p: 1 }), 'cannot both be specified'],
    [body({ model: 'claude-opus-4-8', temperature: 1 }), 'not supported'],
    [body({ stop_sequences: [' '] }), 'each stop sequence must contain non-whitespace'],
    [body({ thinking: { type: 'enabled', budget_tokens: 9 } }), 'greater than or equal to 1024'],
    [body({ thinking: { type: 'enabled', budget_tokens: 2048 } }), '`max_tokens` must be greater'],
    [
      body({ thinking: { type: 'enabled', budget_tokens: 1024 }, temperature: 0 }),
      '`temperature` may only be set to 1',
    ],
    [
      body({
        thinking: { type: 'enabled', budget_tokens: 1024 },
        tools: [tool({ type: 'object' })],
        tool_choice: { type: 'any' },
      }),
      'Thinking may not be enabled when tool_choice forces tool use.',
    ],
    [body({ thinking: { type: 'adaptive' } }), 'adaptive'],
    [body({ system: [text(' ')] }), 'system: text content blocks must be non-empty'],
    [body({ messages: [] }), 'at least one message is required'],
    [says(assistant(), user(text('x'))), 'all messages must have non-empty content'],
    [says(user(text(''))), 'text content blocks must be non-empty'],
    [says(user(text(' \n'))), 'must contain non-whitespace text'],
    [says(user(text('', cached))), 'cache_control cannot be set for empty text blocks'],
    [says(assistant(text('x '))), 'cannot end with trailing whitespace'],
    [
      body({ model: 'claude-opus-4-8', messages: [user(text('a')), assistant(text('b'))] }),
      'does not support assistant message prefill',
    ],
    [says(assistant(use()), user(text('x'))), '`tool_use` ids were found without `tool_result`'],
    [says(assistant(use())), '`tool_use` ids were found without `tool_result`'],
    [says(user(result())), 'unexpected `tool_use_id` found'],
    [says(assistant(use()), user(result(), result())), 'single result'],
    [says(assistant(use()), user(text('x'), result())), 'must begin with a matching number'],
    [
      says(assistant(use('a.b')), user(result('a.b'))),
      "String should match pattern '^[a-zA-Z0-9_-]+$'",
    ],
    [says(assistant(use('toolu_1', { input: 'x' })), user(result())), 'valid dictionary'],
    [says(assistant(use()), user(result('toolu_1', { content: [] }))), 'at least 1 item'],
    [
      says(
        assistant(use()),
        user(result('toolu_1', { is_error: true, content: [picture('image/png')] })),
      ),
      'all content must be type "text"',
    ],
    [says(user(picture('image/jpeg'))), 'does not match the provided media type image/jpeg'],
    [says(assistant(picture('image/png'))), 'not permitted in assistant messages'],
    [
      says(
        assistant({ type: 'thinking', thinking: 'x', signature: 'y' }, text('z')),
        user(text('x')),
      ),
      'Invalid `signature` in `thinking` block',
    ],
    [says(assistant({ type: 'redacted_thinking', data: 'x' }), user(text('x'))), 'Invalid `data`'],
    [body({ tools: [tool({ type: 'object' }, 'a.b')] }), 'tools.0.custom.name'],
    [body({ tools: [tool({})] }), 'input_schema.type: Field required'],
    [body({ tools: [tool({ type: 'object', anyOf: [] })] }), 'at the top level'],
    [
      body({ tools: [tool({ type: 'object', properties: { $filter: {} } })] }),
      'Property keys should match pattern',
    ],
    [body({ tool_choice: { type: 'auto' } }), 'while providing tools'],
    [
      body({ system: Array.from({ length: 5 }, () => text('x', cached)) }),
      'A maximum of 4 blocks with cache_control may be provided. Found 5.',
    ],
  ])('%o', async (request, message) => {
    const said = await ask(request)
    expect(said).toMatchObject({ status: 400 })
    expect(said.message).toContain(message)
    expect(JSON.parse(said.text)).toMatchObject({
      type: 'error',
      error: { type: 'invalid_request_error' },
    })
  })
})
