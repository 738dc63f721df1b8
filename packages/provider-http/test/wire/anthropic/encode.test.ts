import type { JsonObject, Message, PreparedRequest } from '@autobot/core/provider'
import { expect, test } from 'vitest'
import { ask, context, open } from '../../support/drain.ts'

const text = (value: string) => ({ type: 'text', text: value }) as const

async function body(request: PreparedRequest): Promise<JsonObject> {
  const wire = await (await open('anthropic', { apiKey: 'k' })).explain?.(request, context)
  expect(wire).toMatchObject({
    url: 'https://api.anthropic.com/v1/messages',
    headers: { 'anthropic-version': '2023-06-01', 'x-api-key': '[redacted]' },
  })
  return JSON.parse(wire?.body ?? '') as JsonObject
}

test('a conversation with a tool, thoughts and cache markers', async () => {
  const data = new Uint8Array([1, 2, 3])
  const messages: Message[] = [
    { role: 'system', content: [text('Be brief.')] },
    {
      role: 'user',
      content: [
        text('a'),
        { type: 'file', mediaType: 'image/png', data },
        { type: 'file', mediaType: 'application/pdf', url: 'https://e.com/a.pdf', name: 'a.pdf' },
      ],
    },
    {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'hm', providerMetadata: { anthropic: { signature: 's' } } },
        { type: 'reasoning', text: '', providerMetadata: { anthropic: { redactedData: 'r' } } },
        { type: 'reasoning', text: 'unsigned' },
        text('I look.'),
        { type: 'tool_call', id: 't1', name: 'weather', input: { x: 1 }, argumentsText: '{"x":1}' },
      ],
    },
    {
      role: 'tool',
      content: [
        {
          type: 'tool_result',
          toolCallId: 't1',
          toolName: 'weather',
          isError: true,
          content: [
            text('no'),
            { type: 'json', value: { a: 1 } },
            { type: 'file', mediaType: 'image/png', data },
          ],
        },
      ],
    },
    { role: 'user', content: [text('And?')] },
  ]
  const request = ask(messages, {
    model: 'claude-sonnet-4-5',
    tools: [{ name: 'weather', inputSchema: { type: 'object' } }],
    toolChoice: 'required',
    parallelToolCalls: false,
    maxOutputTokens: 8000,
    reasoning: 'medium',
    stopSequences: ['x'],
    user: 'u',
    cachePoints: [
      { after: 'tools' },
      { after: 'system', ttl: '1h' },
      { after: 'part', message: 4, part: 0 },
    ],
    providerOptions: { anthropic: { service_tier: 'auto' } },
  })
  expect(await body(request)).toEqual({
    model: 'claude-sonnet-4-5',
    max_tokens: 8000,
    system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral', ttl: '1h' } }],
    messages: [
      {
        role: 'user',
        content: [
          text('a'),
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AQID' } },
          { type: 'document', source: { type: 'url', url: 'https://e.com/a.pdf' }, title: 'a.pdf' },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'hm', signature: 's' },
          { type: 'redacted_thinking', data: 'r' },
          text('I look.'),
          { type: 'tool_use', id: 't1', name: 'weather', input: { x: 1 } },
        ],
      },
      {
        role: 'user',
        content: [
          {
            type: 'tool_result',
            tool_use_id: 't1',
            content: [
              text('Error: no'),
              text('{"a":1}'),
              { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AQID' } },
            ],
          },
          { ...text('And?'), cache_control: { type: 'ephemeral' } },
        ],
      },
    ],
    tools: [
      { name: 'weather', input_schema: { type: 'object' }, cache_control: { type: 'ephemeral' } },
    ],
    tool_choice: { type: 'any', disable_parallel_tool_use: true },
    thinking: { type: 'enabled', budget_tokens: 6000 },
    stop_sequences: ['x'],
    metadata: { user_id: 'u' },
    stream: true,
    service_tier: 'auto',
  })
})

test.each<[string, PreparedRequest['reasoning'], object]>([
  [
    'claude-opus-4-8',
    'high',
    { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'high' } },
  ],
  ['claude-sonnet-5', 'none', { thinking: { type: 'disabled' } }],
  ['claude-sonnet-4-5', 'low', { thinking: { type: 'enabled', budget_tokens: 4096 } }],
])('%s thinks: %s', async (model, reasoning, expected) => {
  expect(
    await body(ask('hi', { model, maxOutputTokens: 20_000, ...(reasoning && { reasoning }) })),
  ).toMatchObject(expected)
})

test('no room to think', async () => {
  expect(
    await body(ask('hi', { model: 'claude-sonnet-4-5', maxOutputTokens: 500, reasoning: 'high' })),
  ).not.toHaveProperty('thinking')
})
