import { expect, test } from 'vitest'
import type { Message, PreparedRequest } from '@autobot/core/provider'
import { createModelTable } from '../../src/families/model-facts.ts'
import { encodeRequest } from '../../src/wire/encode-request.ts'
import { claude } from '../loopback.ts'

const modelOf = createModelTable(undefined)
function encode(request: Partial<PreparedRequest>) {
  const model = request.model ?? claude
  const full: PreparedRequest = { messages: [], ...request, model }
  return JSON.parse(
    JSON.stringify(
      encodeRequest(full, {
        spelling: modelOf(model).spelling,
        guardrail: undefined,
        streaming: true,
      }),
    ),
  ) as Record<string, unknown>
}

const toolTurn: readonly Message[] = [
  { role: 'user', content: [{ type: 'text', text: 'Weather?' }] },
  {
    role: 'assistant',
    content: [
      { type: 'text', text: '' },
      {
        type: 'tool_call',
        id: 'a',
        name: 'weather',
        input: { city: 'Rome' },
        argumentsText: '{"city":"Rome"}',
      },
      {
        type: 'tool_call',
        id: 'b',
        name: 'time',
        input: {},
        argumentsText: '{"x',
        invalid: 'not JSON',
      },
    ],
  },
  {
    role: 'tool',
    content: [
      {
        type: 'tool_result',
        toolCallId: 'a',
        toolName: 'weather',
        content: [{ type: 'text', text: '21' }],
      },
      { type: 'tool_result', toolCallId: 'b', toolName: 'time', content: [], isError: true },
    ],
  },
  { role: 'user', content: [{ type: 'text', text: 'Thanks' }] },
]

test('a turn with tools: results and what follows are one user message; tools are declared', () => {
  expect(encode({ messages: toolTurn })).toEqual({
    messages: [
      { role: 'user', content: [{ text: 'Weather?' }] },
      {
        role: 'assistant',
        content: [
          { toolUse: { toolUseId: 'a', name: 'weather', input: { city: 'Rome' } } },
          { toolUse: { toolUseId: 'b', name: 'time', input: { rawInvalidInput: '{"x' } } },
        ],
      },
      {
        role: 'user',
        content: [
          { toolResult: { toolUseId: 'a', content: [{ text: '21' }], status: 'success' } },
          { toolResult: { toolUseId: 'b', content: [{ text: '(no output)' }], status: 'error' } },
          { text: 'Thanks' },
        ],
      },
    ],
    toolConfig: {
      tools: ['weather', 'time'].map((name) => ({
        toolSpec: {
          name,
          description: 'Not available any more.',
          inputSchema: { json: { type: 'object', properties: {} } },
        },
      })),
    },
  })
})

test('a model without a status field gets none', () => {
  expect(
    JSON.stringify(encode({ model: 'us.writer.palmyra-x4-v1:0', messages: toolTurn })),
  ).not.toContain('status')
})

test('tool choice in the words of the wire', () => {
  const tools = [{ name: 'weather', inputSchema: { type: 'object' } }]
  const choice = (toolChoice: NonNullable<PreparedRequest['toolChoice']>): unknown =>
    (encode({ tools, toolChoice })['toolConfig'] as { toolChoice?: unknown } | undefined)
      ?.toolChoice
  expect(choice('required')).toEqual({ any: {} })
  expect(choice({ tool: 'weather' })).toEqual({ tool: { name: 'weather' } })
  expect(choice('auto')).toBeUndefined()
  expect(encode({ tools, toolChoice: 'none' })).not.toHaveProperty('toolConfig')
  expect(encode({ tools, toolChoice: 'none', messages: toolTurn })).toHaveProperty('toolConfig')
})

test('files go as their own bytes, documents with a legal name', () => {
  const pool = Buffer.from('xxPNGxx')
  const messages: Message[] = [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Look' },
        { type: 'file', mediaType: 'image/png', data: pool.subarray(2, 5) },
        {
          type: 'file',
          mediaType: 'application/pdf',
          data: Buffer.from('%PDF'),
          name: "Q3.report  (final)'ü",
        },
        { type: 'file', mediaType: 'video/mp4', url: 's3://bucket/film.mp4' },
      ],
    },
  ]
  expect(encode({ messages })['messages']).toEqual([
    {
      role: 'user',
      content: [
        { text: 'Look' },
        { image: { format: 'png', source: { bytes: Buffer.from('PNG').toString('base64') } } },
        { document: { format: 'pdf', name: 'Q3 report (final)', source: { bytes: 'JVBERg==' } } },
        { video: { format: 'mp4', source: { s3Location: { uri: 's3://bucket/film.mp4' } } } },
      ],
    },
  ])
})

test('own reasoning goes back with signature or redacted, unsigned does not', () => {
  const messages: Message[] = [
    {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'Hm.', providerMetadata: { bedrock: { signature: 'S' } } },
        { type: 'reasoning', text: '', providerMetadata: { bedrock: { redactedContent: 'UlhS' } } },
        { type: 'reasoning', text: 'unsigned' },
        { type: 'text', text: 'Yes.' },
      ],
    },
  ]
  expect(encode({ messages })['messages']).toEqual([
    {
      role: 'assistant',
      content: [
        { reasoningContent: { reasoningText: { text: 'Hm.', signature: 'S' } } },
        { reasoningContent: { redactedContent: 'UlhS' } },
        { text: 'Yes.' },
      ],
    },
  ])
})

test('cache markers stand behind what they mark', () => {
  const encoded = encode({
    tools: [{ name: 'weather', inputSchema: { type: 'object' } }],
    messages: [{ role: 'system', content: [{ type: 'text', text: 'Be kind.' }] }, ...toolTurn],
    cachePoints: [
      { after: 'tools' },
      { after: 'system', ttl: '1h' },
      { after: 'part', message: 3, part: 1 },
      { after: 'part', message: 4, part: 0 },
    ],
  })
  const cachePoint = { type: 'default' }
  expect(encoded).toMatchObject({
    system: [{ text: 'Be kind.' }, { cachePoint: { type: 'default', ttl: '1h' } }],
  })
  expect(encoded['toolConfig']).toEqual({ tools: [expect.anything()] })
  const last = (encoded['messages'] as { content: unknown[] }[]).at(-1)
  expect(last?.content.slice(2)).toEqual([{ cachePoint }, { text: 'Thanks' }, { cachePoint }])
})

test('the marker behind the system text covers the tools; without it they have their own', () => {
  const cachePoint = { type: 'default' }
  expect(
    encode({
      tools: [{ name: 'weather', inputSchema: { type: 'object' } }],
      messages: toolTurn,
      cachePoints: [{ after: 'tools' }],
    }),
  ).toMatchObject({ toolConfig: { tools: [expect.anything(), { cachePoint }] } })
})

test.each([
  [claude, { thinking: { type: 'enabled', budget_tokens: 8192 } }],
  [
    'global.anthropic.claude-sonnet-4-6',
    { thinking: { type: 'adaptive' }, output_config: { effort: 'medium' } },
  ],
  [
    'us.amazon.nova-2-lite-v1:0',
    { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'medium' } },
  ],
  ['openai.gpt-oss-120b-1:0', { reasoning_effort: 'medium' }],
])('reasoning of %s', (model, fields) => {
  expect(encode({ model, reasoning: 'medium', maxOutputTokens: 32_000 })).toMatchObject({
    inferenceConfig: { maxTokens: 32_000 },
    additionalModelRequestFields: fields,
  })
})

test('a budget stays below the limit of the answer', () => {
  const { inferenceConfig, additionalModelRequestFields } = encode({
    reasoning: 'high',
    maxOutputTokens: 600,
  })
  expect(inferenceConfig).toEqual({ maxTokens: 1624 })
  expect(additionalModelRequestFields).toEqual({
    thinking: { type: 'enabled', budget_tokens: 1024 },
  })
})

test('topK has a key of each family; own fields are joined with ours', () => {
  expect(encode({ topK: 20 })['additionalModelRequestFields']).toEqual({ top_k: 20 })
  expect(
    encode({ model: 'us.amazon.nova-micro-v1:0', topK: 20 })['additionalModelRequestFields'],
  ).toEqual({ inferenceConfig: { topK: 20 } })
  const own = {
    additionalModelRequestFields: { anthropic_beta: ['x'] },
    performanceConfig: { latency: 'optimized' },
  }
  expect(encode({ topK: 20, providerOptions: { bedrock: own } })).toMatchObject({
    additionalModelRequestFields: { top_k: 20, anthropic_beta: ['x'] },
    performanceConfig: { latency: 'optimized' },
  })
})

test('a shape for the answer, as a text', () => {
  const schema = { type: 'object', properties: { city: { type: 'string' } } }
  expect(encode({ output: { schema, name: 'City' } })['outputConfig']).toEqual({
    textFormat: {
      type: 'json_schema',
      structure: { jsonSchema: { schema: JSON.stringify(schema), name: 'City' } },
    },
  })
})

test('labels that the service would refuse are left out', () => {
  expect(encode({ user: 'u1', metadata: { team: 'a b', bad: 'ü' } })['requestMetadata']).toEqual({
    user: 'u1',
    team: 'a b',
  })
})
