import type { Message } from '@autobot/core/provider'
import { expect, test } from 'vitest'
import { body, call, history, text, weather } from '../../support/chat-body.ts'
import { ask } from '../../support/drain.ts'

test('a conversation with a tool', async () => {
  expect(
    await body('openai', ask(history('openai'), { tools: [weather], toolChoice: 'auto' })),
  ).toEqual({
    model: 'm',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'a\n\nb' },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'c1', content: 'sunny\n[1]' },
      { role: 'assistant', content: 'It is sunny.' },
      { role: 'user', content: 'Thanks' },
    ],
    tools: [
      {
        type: 'function',
        function: { name: 'weather', description: 'Tells it.', parameters: weather.inputSchema },
      },
    ],
    tool_choice: 'auto',
    prompt_cache_key: expect.stringMatching(/^autobot-[0-9a-f]{16}$/),
    stream: true,
    stream_options: { include_usage: true },
  })
})

test('every option has its field', async () => {
  const request = ask('hi', {
    model: 'gpt-5.1',
    tools: [weather],
    toolChoice: { tool: 'weather' },
    parallelToolCalls: false,
    maxOutputTokens: 10,
    temperature: 0.5,
    topP: 0.9,
    stopSequences: ['x'],
    seed: 1,
    presencePenalty: 0.1,
    frequencyPenalty: 0.2,
    reasoning: 'low',
    output: { name: 'answer', schema: { type: 'object' } },
    user: 'u1',
    metadata: { job: 'j' },
    providerOptions: { openai: { service_tier: 'flex' }, groq: { never: true } },
  })
  expect(await body('openai', request)).toMatchObject({
    tool_choice: { type: 'function', function: { name: 'weather' } },
    parallel_tool_calls: false,
    max_completion_tokens: 10,
    temperature: 0.5,
    top_p: 0.9,
    stop: ['x'],
    seed: 1,
    presence_penalty: 0.1,
    frequency_penalty: 0.2,
    reasoning_effort: 'low',
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'answer', schema: { type: 'object' }, strict: true },
    },
    safety_identifier: 'u1',
    metadata: { job: 'j' },
    service_tier: 'flex',
  })
  expect(await body('openai', request)).not.toHaveProperty('never')
})

test('files of every kind', async () => {
  const data = new Uint8Array([1, 2, 3])
  const messages: Message[] = [
    {
      role: 'user',
      content: [
        text('Look'),
        { type: 'file', mediaType: 'image/png', data },
        { type: 'file', mediaType: 'image/*', url: 'https://example.com/a.png' },
        { type: 'file', mediaType: 'application/pdf', data, name: 'a.pdf' },
        { type: 'file', mediaType: 'audio/wav', data },
      ],
    },
  ]
  expect((await body('openai', ask(messages)))['messages']).toEqual([
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Look' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AQID' } },
        { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
        {
          type: 'file',
          file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AQID' },
        },
        { type: 'input_audio', input_audio: { data: 'AQID', format: 'wav' } },
      ],
    },
  ])
})

test('large files are encoded whole', async () => {
  const data = Uint8Array.from({ length: 100_001 }, (_, at) => at % 251)
  const messages: Message[] = [
    { role: 'user', content: [{ type: 'file', mediaType: 'image/png', data }] },
  ]
  const sent = JSON.stringify(await body('openai', ask(messages)))
  expect(sent).toContain(Buffer.from(data).toString('base64'))
})
