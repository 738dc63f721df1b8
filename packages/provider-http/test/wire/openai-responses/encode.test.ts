import type { JsonObject, Message, PreparedRequest } from '@autobot/core/provider'
import { expect, test } from 'vitest'
import { ask, context, open } from '../../support/drain.ts'

const text = (value: string) => ({ type: 'text', text: value }) as const
const config = { apiKey: 'k', type: 'openai-responses' } as const

async function body(request: PreparedRequest): Promise<JsonObject> {
  const wire = await (await open('openai', config)).explain?.(request, context)
  expect(wire?.url).toBe('https://api.openai.com/v1/responses')
  return JSON.parse(wire?.body ?? '') as JsonObject
}

test('a conversation with a tool and reasoning', async () => {
  const data = new Uint8Array([1, 2, 3])
  const item = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'e' }
  const messages: Message[] = [
    { role: 'system', content: [text('Be brief.')] },
    { role: 'user', content: [text('a'), { type: 'file', mediaType: 'image/png', data }] },
    {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'hm', providerMetadata: { openai: { item } } },
        { ...text('I look.'), providerMetadata: { openai: { phase: 'commentary' } } },
        { type: 'tool_call', id: 'c1', name: 'one', input: { x: 1 }, argumentsText: '{"x":1}' },
      ],
    },
    {
      role: 'tool',
      content: [
        {
          type: 'tool_result',
          toolCallId: 'c1',
          toolName: 'one',
          content: [
            text('see'),
            { type: 'file', mediaType: 'application/pdf', data, name: 'a.pdf' },
          ],
        },
      ],
    },
    {
      role: 'assistant',
      content: [{ type: 'reasoning', text: '', providerMetadata: { openai: { item } } }],
    },
  ]
  const request = ask(messages, {
    model: 'gpt-5',
    tools: [{ name: 'one', inputSchema: { type: 'object' } }],
    toolChoice: { tool: 'one' },
    parallelToolCalls: false,
    maxOutputTokens: 100,
    reasoning: 'low',
    output: { schema: { type: 'object' } },
  })
  expect(await body(request)).toEqual({
    model: 'gpt-5',
    instructions: 'Be brief.',
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'a' },
          { type: 'input_image', image_url: 'data:image/png;base64,AQID', detail: 'auto' },
        ],
      },
      item,
      {
        type: 'message',
        role: 'assistant',
        phase: 'commentary',
        content: [{ type: 'output_text', text: 'I look.' }],
      },
      { type: 'function_call', call_id: 'c1', name: 'one', arguments: '{"x":1}' },
      {
        type: 'function_call_output',
        call_id: 'c1',
        output: [
          { type: 'input_text', text: 'see' },
          { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,AQID' },
        ],
      },
    ],
    tools: [{ type: 'function', name: 'one', parameters: { type: 'object' }, strict: false }],
    tool_choice: { type: 'function', name: 'one' },
    parallel_tool_calls: false,
    max_output_tokens: 100,
    reasoning: { effort: 'low', summary: 'auto' },
    text: {
      format: { type: 'json_schema', name: 'answer', schema: { type: 'object' }, strict: true },
    },
    prompt_cache_key: expect.stringMatching(/^autobot-[0-9a-f]{16}$/),
    store: false,
    include: ['reasoning.encrypted_content'],
    stream: true,
  })
})
