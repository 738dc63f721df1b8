// What the published conformance suite examines of a server: ordinary tools, served by the bridge.
import type { JsonObject, JsonValue, Tool, ToolOutput } from '@autobot/core/provider'
import { serve, type McpCaller, type McpQuestion, type ServedToolContext } from '../../src/index.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
  'base64',
)
const wav = Buffer.from('UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=', 'base64')
const image = { type: 'file', mediaType: 'image/png', data: png } as const
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50))
const file = (name: string, mediaType: string, text: string) =>
  ({ type: 'file', name, mediaType, data: Buffer.from(text) }) as const

type Run = (input: JsonObject, context: ServedToolContext) => ToolOutput | Promise<ToolOutput>
const tool = (
  name: string,
  run: Run,
  properties: JsonObject = {},
  more: JsonObject = {},
): Tool => ({
  name,
  description: `For the conformance suite: ${name}.`,
  inputSchema: { type: 'object', properties, required: Object.keys(properties), ...more },
  execute: (input: JsonValue, context) => run(input as JsonObject, context as ServedToolContext),
})
const text = { type: 'string' }
const form = (
  message: string,
  properties: JsonObject,
  required?: readonly string[],
): McpQuestion => ({
  elicit: { message, schema: { type: 'object', properties, ...(required && { required }) } },
})
const question = (message: string, key: string, type = 'string'): McpQuestion =>
  form(message, { [key]: { type } }, [key])
const said = (answer: JsonObject | undefined): string =>
  `action=${String(answer?.['action'])}, content=${JSON.stringify(answer?.['content'] ?? {})}`
const ask = (caller: McpCaller, name: string, asked: McpQuestion): JsonObject =>
  caller.ask({ [name]: asked })[name] ?? {}
const options = ['option1', 'option2', 'option3']
const titled = ['value1', 'value2', 'value3'].map((value, at) => ({
  const: value,
  title: `Option ${at}`,
}))

const tools: readonly Tool[] = [
  tool('test_simple_text', () => 'This is a simple text response for testing.'),
  tool('test_image_content', () => ({ content: [image] })),
  tool('test_audio_content', () => ({
    content: [{ type: 'file', mediaType: 'audio/wav', data: wav }],
  })),
  tool('test_embedded_resource', () => ({
    content: [
      file('test://embedded-resource', 'text/plain', 'This is an embedded resource content.'),
    ],
  })),
  tool('test_multiple_content_types', () => ({
    content: [
      { type: 'text', text: 'Multiple content types test:' },
      image,
      file('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}'),
    ],
  })),
  tool('test_error_handling', () => {
    throw new Error('This tool intentionally returns an error for testing')
  }),
  tool('test_tool_with_progress', async (_input, { progress }) => {
    for (const step of [0, 50, 100]) {
      progress({ progress: step, total: 100 })
      await pause()
    }
    return 'done'
  }),
  tool('test_tool_with_logging', async (_input, { caller }) => {
    for (const line of ['started', 'processing', 'completed']) {
      caller.log('info', `Tool execution ${line}`)
      await pause()
    }
    return 'done'
  }),
  tool('test_logging_tool', (_input, { caller }) => {
    caller.log('info', 'logged')
    return 'done'
  }),
  tool('test_trigger_tool_change', () => {
    setTimeout(() => serving.toolsChanged(), 50)
    return 'done'
  }),
  tool(
    'test_sampling',
    ({ prompt }, { caller }) => {
      const sample = { prompt: String(prompt), maxTokens: 100 }
      return `LLM response: ${JSON.stringify(ask(caller, 'answer', { sample })['content'])}`
    },
    { prompt: text },
  ),
  tool(
    'test_elicitation',
    ({ message }, { caller }) => {
      const properties = { username: text, email: text }
      const asked = form(String(message), properties, ['username', 'email'])
      return `User response: ${said(ask(caller, 'user', asked))}`
    },
    { message: text },
  ),
  tool('test_elicitation_sep1034_defaults', (_input, { caller }) => {
    const asked = form('Please confirm the defaults', {
      name: { type: 'string', default: 'John Doe' },
      age: { type: 'integer', default: 30 },
      score: { type: 'number', default: 95.5 },
      status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
      verified: { type: 'boolean', default: true },
    })
    return `Elicitation completed: ${said(ask(caller, 'defaults', asked))}`
  }),
  tool('test_elicitation_sep1330_enums', (_input, { caller }) => {
    const asked = form('Please choose', {
      untitledSingle: { type: 'string', enum: options },
      titledSingle: { type: 'string', oneOf: titled },
      legacyEnum: { type: 'string', enum: options, enumNames: ['One', 'Two', 'Three'] },
      untitledMulti: { type: 'array', items: { type: 'string', enum: options } },
      titledMulti: { type: 'array', items: { anyOf: titled } },
    })
    return `Elicitation completed: ${said(ask(caller, 'choice', asked))}`
  }),
  tool('test_input_required_result_elicitation', (_input, { caller }) => {
    const { content } = ask(caller, 'user_name', question('What is your name?', 'name'))
    return `Hello, ${String((content as JsonObject | undefined)?.['name'])}!`
  }),
  tool('test_input_required_result_sampling', (_input, { caller }) => {
    const sample = { prompt: 'What is the capital of France?', maxTokens: 100 }
    return JSON.stringify(ask(caller, 'capital_question', { sample })['content'])
  }),
  tool('test_input_required_result_list_roots', (_input, { caller }) =>
    JSON.stringify(ask(caller, 'client_roots', { roots: true })['roots']),
  ),
  ...['request_state', 'tampered_state'].map((name) =>
    tool(`test_input_required_result_${name}`, (_input, { caller }) => {
      ask(caller, 'confirm', question('Please confirm', 'ok', 'boolean'))
      return 'state-ok'
    }),
  ),
  tool('test_input_required_result_multiple_inputs', (_input, { caller }) =>
    JSON.stringify(
      caller.ask({
        user_name: question('What is your name?', 'name'),
        greeting: { sample: { prompt: 'Generate a greeting', maxTokens: 50 } },
        client_roots: { roots: true },
      }),
    ),
  ),
  tool('test_input_required_result_multi_round', (_input, { caller }) => {
    const first = ask(caller, 'step1', question('Step 1: What is your name?', 'name'))
    const second = ask(caller, 'step2', question('Step 2: What is your favorite color?', 'color'))
    return `${said(first)} ${said(second)}`
  }),
  tool('test_input_required_result_capabilities', (_input, { caller }) => {
    const sample = { prompt: 'Say hello', maxTokens: 50 }
    return JSON.stringify(ask(caller, 'greeting', { sample })['content'])
  }),
  tool('test_missing_capability', (_input, { caller }) => {
    const sample = { prompt: 'Say hello', maxTokens: 50 }
    return JSON.stringify(ask(caller, 'greeting', { sample })['content'])
  }),
  tool('test_streaming_elicitation', async (_input, { caller, progress }) => {
    progress({ progress: 1, total: 2 })
    await pause()
    return said(ask(caller, 'user', question('What is your name?', 'name')))
  }),
  tool(
    'json_schema_2020_12_tool',
    () => 'ok',
    {},
    {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $defs: {
        address: {
          $anchor: 'addressDef',
          type: 'object',
          properties: { street: text, city: text },
        },
      },
      properties: {
        name: text,
        address: { $ref: '#/$defs/address' },
        contactMethod: { type: 'string', enum: ['phone', 'email'] },
        phone: text,
        email: text,
      },
      allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
      if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
      then: { required: ['phone'] },
      else: { required: ['email'] },
      additionalProperties: false,
    },
  ),
]

const named = (name: string) => ({ name, description: `The argument ${name}.`, required: true })
const user = (...content: (ReturnType<typeof file> | typeof image | string)[]) =>
  content.map((each) => ({
    role: 'user' as const,
    content: typeof each === 'string' ? ({ type: 'text', text: each } as const) : each,
  }))

const serving = await serve({
  name: 'conformance-fixture',
  tools,
  transport: { port: Number(process.argv[2] ?? 0) },
  resources: [
    {
      uri: 'test://static-text',
      name: 'Static text',
      description: 'A text.',
      mimeType: 'text/plain',
      read: () => 'This is the content of the static text resource.',
    },
    {
      uri: 'test://static-binary',
      name: 'Static binary',
      description: 'An image.',
      mimeType: 'image/png',
      read: () => png,
    },
    {
      uri: 'test://watched-resource',
      name: 'Watched',
      description: 'It changes.',
      mimeType: 'text/plain',
      read: () => 'now',
    },
    {
      uri: 'test://template/{id}/data',
      name: 'Template',
      description: 'By id.',
      mimeType: 'application/json',
      read: (_uri, { id }) =>
        JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }),
    },
  ],
  prompts: [
    {
      name: 'test_simple_prompt',
      description: 'Simple.',
      messages: () => user('This is a simple prompt for testing.'),
    },
    {
      name: 'test_prompt_with_arguments',
      description: 'With arguments.',
      arguments: [
        {
          ...named('arg1'),
          complete: (value) => ['paris', 'park', 'party'].filter((each) => each.startsWith(value)),
        },
        named('arg2'),
      ],
      messages: ({ arg1, arg2 }) => user(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`),
    },
    {
      name: 'test_prompt_with_embedded_resource',
      description: 'With a resource.',
      arguments: [named('resourceUri')],
      messages: ({ resourceUri = '' }) =>
        user(
          file(resourceUri, 'text/plain', 'Embedded resource content for testing.'),
          'Please process the embedded resource above.',
        ),
    },
    {
      name: 'test_prompt_with_image',
      description: 'With an image.',
      messages: () => user(image, 'Please analyze the image above.'),
    },
    {
      name: 'test_input_required_result_prompt',
      description: 'Asks first.',
      messages: (_values, caller) => {
        const asked = question('What context should the prompt use?', 'context')
        return user(`The context: ${said(ask(caller, 'user_context', asked))}`)
      },
    },
  ],
})
process.stdout.write(`${serving.url}\n`)
