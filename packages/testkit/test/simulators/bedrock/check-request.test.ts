import { expect, test } from 'vitest'
import { checkBedrockRequest } from '../../../src/simulators/bedrock/index.ts'
import type { BedrockOperation } from '../../../src/simulators/bedrock/index.ts'

const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const newest = 'us.anthropic.claude-opus-4-7'
const nova = 'us.amazon.nova-pro-v1:0'
const llama = 'us.meta.llama4-scout-17b-instruct-v1:0'
const mistral = 'mistral.mistral-large-2407-v1:0'
const writer = 'us.writer.palmyra-x5-v1:0'
const kimi = 'moonshot.kimi-k2-thinking'

type Json = Record<string, unknown>
const user = (...content: Json[]): Json => ({ role: 'user', content })
const assistant = (...content: Json[]): Json => ({ role: 'assistant', content })
const hi = user({ text: 'Hi' })
const use = (id = 'abcdefghi', input: unknown = {}): Json => ({
  toolUse: { toolUseId: id, name: 't', input },
})
const result = (id = 'abcdefghi', more: Json = {}): Json => ({
  toolResult: { toolUseId: id, content: [{ text: 'ok' }], ...more },
})
const spec = (schema: Json = {}): Json => ({
  toolSpec: { name: 't', inputSchema: { json: { type: 'object', ...schema } } },
})
const tools = { toolConfig: { tools: [spec()] } }
const point = { cachePoint: { type: 'default' } }
const png = Buffer.from('\x89PNG\r\n', 'latin1').toString('base64')
const image = { image: { format: 'png', source: { bytes: png } } }
const pdf = (name = 'document-1', format = 'pdf'): Json => ({
  document: { format, name, source: { bytes: Buffer.from('%PDF-1').toString('base64') } },
})
const video = { video: { format: 'mp4', source: { bytes: png } } }
const turn = (...content: Json[]): Json[] => [hi, assistant(use()), user(...content)]

function messageOf(
  model: string,
  body: Json,
  operation: BedrockOperation = 'converse',
): string | undefined {
  return checkBedrockRequest(model, operation, { messages: [hi], ...body })?.message
}

test.each<[name: string, model: string, body: Json, message: string]>([
  [
    'no toolConfig',
    claude,
    { messages: turn(result()) },
    'The toolConfig field must be defined when using toolUse and toolResult content blocks.',
  ],
  [
    'an orphan call',
    claude,
    { messages: turn({ text: 'go' }), ...tools },
    'Expected toolResult blocks at messages.2.content for the following Ids: abcdefghi',
  ],
  [
    'too many results',
    claude,
    { messages: turn(result(), result('b')), ...tools },
    'The number of toolResult blocks at messages.2.content exceeds the number of toolUse blocks of previous turn.',
  ],
  [
    'text beside results',
    llama,
    { messages: turn(result(), { text: 'go' }), ...tools },
    'Conversation blocks and tool result blocks cannot be provided in the same turn.',
  ],
  [
    'a document beside results',
    claude,
    { messages: turn(result(), { text: 'x' }, pdf()), ...tools },
    'Conversation blocks and tool result blocks',
  ],
  [
    'an empty error',
    claude,
    { messages: turn(result(undefined, { content: [], status: 'error' })), ...tools },
    'The content field at messages.2.content.0.toolResult cannot be empty when status value is error.',
  ],
  [
    'a list as input',
    claude,
    { messages: [hi, assistant(use('a', [1])), user(result('a'))], ...tools },
    'The format of the value at messages.1.content.0.toolUse.input is invalid',
  ],
  [
    'a list as json',
    claude,
    { messages: turn(result(undefined, { content: [{ json: [1] }] })), ...tools },
    'toolResult.content.0.json is invalid. Provide a json object',
  ],
  [
    'a schema without type',
    claude,
    { toolConfig: { tools: [{ toolSpec: { name: 't', inputSchema: { json: {} } } }] } },
    'The value at toolConfig.tools.0.toolSpec.inputSchema.json.type must be one of the following: object.',
  ],
  ['no tools in toolConfig', claude, { toolConfig: { tools: [] } }, 'toolConfig.tools'],
  [
    'blank text',
    claude,
    { messages: [user({ text: '' })] },
    'The text field in the ContentBlock object at messages.0.content.0 is blank',
  ],
  [
    'a document alone',
    claude,
    { messages: [user(pdf())] },
    'A text block must be included when using documents.',
  ],
  [
    'an empty message',
    claude,
    { messages: [user()] },
    'The content field in the Message object at messages.0 is empty.',
  ],
  [
    'five markers',
    claude,
    {
      messages: [
        user(
          { text: 'a' },
          point,
          { text: 'b' },
          point,
          { text: 'c' },
          point,
          { text: 'd' },
          point,
        ),
      ],
      system: [{ text: 's' }, point],
    },
    'A maximum of 4 blocks with cache_control may be provided. Found 5.',
  ],
  [
    'the assistant first',
    nova,
    { messages: [assistant({ text: 'Hi' }), hi] },
    'A conversation must start with a user message',
  ],
  [
    'two of one role',
    claude,
    { messages: [hi, hi] },
    'A conversation must alternate between user and assistant roles',
  ],
  [
    'a prefill',
    'us.anthropic.claude-sonnet-4-6',
    { messages: [hi, assistant({ text: 'So' })] },
    'This model does not support assistant message prefill. The conversation must end with a user message.',
  ],
  [
    'a named tool',
    mistral,
    { toolConfig: { tools: [spec()], toolChoice: { tool: { name: 't' } } } },
    "This model doesn't support the toolConfig.toolChoice.tool field",
  ],
  [
    'a signature',
    nova,
    {
      messages: [
        hi,
        assistant({ reasoningContent: { reasoningText: { text: 'a', signature: 'b' } } }),
        hi,
      ],
    },
    "This model doesn't support the reasoningContent.reasoningText.signature field",
  ],
  [
    'unsigned reasoning',
    claude,
    { messages: [hi, assistant({ reasoningContent: { reasoningText: { text: 'a' } } }), hi] },
    'thinking.signature: Field required',
  ],
  [
    'a status',
    writer,
    { messages: turn(result(undefined, { status: 'success' })), ...tools },
    "This model doesn't support the status field",
  ],
  [
    'a marker among tools',
    nova,
    { toolConfig: { tools: [spec(), point] } },
    'Malformed input request: #/toolConfig/tools/1: extraneous key [cachePoint] is not permitted',
  ],
  [
    'a marker beside results',
    nova,
    { messages: turn(result(), point), ...tools },
    'extraneous key [cachePoint]',
  ],
  [
    'a PDF in a result',
    nova,
    { messages: turn(result(undefined, { content: [pdf()] })), ...tools },
    'Malformed input request: #/messages/2/content/0: extraneous key [toolResult] is not permitted',
  ],
  [
    'a reference',
    nova,
    { toolConfig: { tools: [spec({ $defs: {} })] } },
    'extraneous key [definitions] is not permitted',
  ],
  [
    'a union at the root',
    claude,
    { toolConfig: { tools: [spec({ anyOf: [] })] } },
    'input_schema does not support oneOf, allOf, or anyOf at the top level',
  ],
  [
    'video',
    claude,
    { messages: [user({ text: 'x' }, video)] },
    "This model doesn't support the video content block that you provided.",
  ],
  [
    'an S3 address',
    claude,
    { messages: [user({ image: { format: 'png', source: { s3Location: { uri: 's3://b/k' } } } })] },
    "This model doesn't support the s3Uri field. Remove s3Uri and try again.",
  ],
  [
    'a marker behind a document',
    claude,
    { messages: [user({ text: 'x' }, pdf(), point)] },
    'document.source.type: Field required',
  ],
  [
    'too many tokens',
    claude,
    { inferenceConfig: { maxTokens: 64_001 } },
    'The maximum tokens you requested exceeds the model limit of 64000.',
  ],
  [
    'a name with a dot',
    claude,
    { messages: [user({ text: 'x' }, pdf('a.pdf'))] },
    'The document file name can only contain alphanumeric characters',
  ],
  ['a name twice', claude, { messages: [user({ text: 'x' }, pdf(), pdf())] }, 'unique names'],
  [
    'bytes that were encoded twice',
    claude,
    {
      messages: [
        user({ image: { format: 'png', source: { bytes: Buffer.from(png).toString('base64') } } }),
      ],
    },
    'does not appear to be a valid png image',
  ],
  [
    'a long id',
    mistral,
    { messages: [hi, assistant(use('tooluse_abc')), user(result('tooluse_abc'))], ...tools },
    'must be a-z, A-Z, 0-9, with a length of 9',
  ],
  ['a foreign id', kimi, { messages: turn(result()), ...tools }, 'functions.{name}:{n}'],
  ['a temperature', newest, { inferenceConfig: { temperature: 0.5 } }, 'deprecated for this model'],
  [
    'temperature and topP',
    claude,
    { inferenceConfig: { temperature: 0.5, topP: 0.5 } },
    'cannot both be specified',
  ],
  [
    'top_k for Nova',
    nova,
    { additionalModelRequestFields: { top_k: 1 } },
    'extraneous key [top_k] is not permitted',
  ],
  [
    'a forced call while it thinks',
    claude,
    {
      toolConfig: { tools: [spec()], toolChoice: { any: {} } },
      additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 1024 } },
    },
    'Thinking may not be enabled when tool_choice forces tool use.',
  ],
  [
    'half a guardrail',
    nova,
    { guardrailConfig: { guardrailIdentifier: 'a' } },
    'guardrailIdentifier and guardrailVersion must both be provided',
  ],
  [
    'a mode of streams without one',
    nova,
    {
      guardrailConfig: {
        guardrailIdentifier: 'a',
        guardrailVersion: '1',
        streamProcessingMode: 'sync',
      },
    },
    'streamProcessingMode',
  ],
  [
    'a schema that is no text',
    'zai.glm-4.7',
    { outputConfig: { textFormat: { structure: { jsonSchema: { schema: {} } } } } },
    'JSON text',
  ],
  [
    'system text',
    'amazon.titan-text-express-v1',
    { system: [{ text: 's' }] },
    "This model doesn't support the system field",
  ],
  ['tools', 'us.deepseek.r1-v1:0', tools, "This model doesn't support tool use."],
  [
    'a base id',
    'anthropic.claude-sonnet-4-5-20250929-v1:0',
    {},
    'with on-demand throughput isn’t supported',
  ],
  ['an unknown id', 'acme.model', {}, 'The provided model identifier is invalid.'],
  ['an unknown field', claude, { tools: [] }, 'extraneous key [tools]'],
])('%s is refused', (_name, model, body, message) => {
  expect(messageOf(model, body)).toContain(message)
})

test('a stream with tools is refused where the model cannot', () => {
  expect(messageOf(llama, tools, 'converse-stream')).toBe(
    "This model doesn't support tool use in streaming mode.",
  )
  expect(messageOf(llama, tools)).toBeUndefined()
})

test.each<[name: string, model: string, body: Json]>([
  ['results with an image beside them', claude, { messages: turn(result(), image), ...tools }],
  ['a document beside results', nova, { messages: turn(result(), { text: 'x' }, pdf()), ...tools }],
  [
    'a synthetic turn',
    llama,
    { messages: [...turn(result()), assistant({ text: '.' }), hi], ...tools },
  ],
  [
    'a property of the name definitions',
    nova,
    { toolConfig: { tools: [spec({ properties: { definitions: { type: 'string' } } })] } },
  ],
  [
    'markers everywhere',
    claude,
    {
      toolConfig: { tools: [spec(), point] },
      system: [{ text: 's' }, point],
      messages: [user({ text: 'a' }, point)],
    },
  ],
  [
    'anything behind a hidden ARN',
    'arn:aws:bedrock:eu-west-1:1:application-inference-profile/x',
    { messages: [user({ text: 'x' }, video)] },
  ],
])('%s is taken', (_name, model, body) => {
  expect(messageOf(model, body)).toBeUndefined()
})
