import fc from 'fast-check'
import type { Capabilities } from '../../src/contract/capabilities.ts'
import type { JsonValue } from '../../src/contract/json.ts'
import type { AssistantPart, FilePart, Message } from '../../src/contract/message.ts'
import type { ChatRequest } from '../../src/contract/request.ts'

export const runs = Number(process.env['AUTOBOT_PROPERTY_RUNS'] ?? 300)
/** Milliseconds; more runs get more time. */
export const timeout = 20_000 + runs * 20

const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined, freq: 2 })

/** A record without the keys whose value is undefined, as the strict types want it. */
const record = <T>(shape: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<T> =>
  fc
    .record(shape)
    .map((value) =>
      Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)),
    ) as fc.Arbitrary<T>

const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('', ' ', '\n', 'a\uD800b', 'x\0y', '\0', 'Hello ', '\uDC00', '😀'),
)
const id = fc.constantFrom('', 'c1', 'c2', 'c3', 'a|b', 'functions.x:0', 'call_0', 'y'.repeat(450))
const name = fc.constantFrom(
  'search',
  'a.b',
  'a_b',
  'a/b',
  '__proto__',
  'constructor',
  '',
  '9 ü',
  'n'.repeat(80),
)
const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>
const metadata = optional(
  fc.constantFrom({ p: { s: 'x' } }, { q: { s: 'y' } }, { p: { s: 'x' }, q: {} }),
)
const textPart = record<{ type: 'text'; text: string }>({
  type: fc.constant('text'),
  text,
  providerMetadata: metadata,
})
const filePart = fc.oneof(
  record<FilePart>({
    type: fc.constant('file'),
    mediaType: fc.constantFrom(
      'image/png',
      'image/jpg',
      'image/*',
      'application/pdf',
      'text/plain',
      'audio/wav',
      'video/mp4',
      'x',
    ),
    data: fc.constantFrom(
      new Uint8Array(),
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1]),
      new Uint8Array([1, 2, 3]),
    ),
    name: optional(text),
    providerMetadata: metadata,
  }),
  record<FilePart>({
    type: fc.constant('file'),
    mediaType: fc.constantFrom('image/png', 'image/*', 'application/pdf'),
    url: fc.constantFrom('https://x.test/a.png', 's3://b/c'),
  }),
)
const callPart = record<AssistantPart>({
  type: fc.constant('tool_call'),
  id,
  nativeId: optional(id),
  name,
  input: json,
  argumentsText: fc.oneof(
    text,
    json.map((value) => JSON.stringify(value)),
  ),
  invalid: optional(fc.constant('bad')),
  incomplete: fc.option(fc.constant(true), { nil: undefined, freq: 5 }),
  providerExecuted: fc.option(fc.constant(true), { nil: undefined, freq: 5 }),
  providerMetadata: metadata,
})
const resultPart = record({
  type: fc.constant('tool_result'),
  toolCallId: id,
  toolName: name,
  content: fc.array(
    fc.oneof(textPart, filePart, record({ type: fc.constant('json'), value: json })),
    { maxLength: 3 },
  ),
  isError: optional(fc.boolean()),
  providerMetadata: metadata,
})
const assistantPart = fc.oneof(
  textPart,
  filePart,
  callPart,
  callPart,
  record({ type: fc.constant('reasoning'), text, providerMetadata: metadata }),
  record({ type: fc.constant('source'), url: optional(text), providerMetadata: metadata }),
)
const list = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { maxLength: 4 })

/** Any message, however broken the history is that it makes. */
export const message = fc.oneof(
  record<Message>({ role: fc.constant('system'), content: list(textPart) }),
  record<Message>({ role: fc.constant('user'), content: list(fc.oneof(textPart, filePart)) }),
  record<Message>({
    role: fc.constant('assistant'),
    content: list(assistantPart),
    provider: optional(fc.constantFrom('p', 'q')),
    model: optional(fc.constantFrom('m', 'n')),
    responseId: optional(fc.constant('r')),
    finishReason: optional(fc.constantFrom('stop', 'tool_calls', 'length', 'aborted', 'error')),
  }),
  record<Message>({ role: fc.constant('tool'), content: list(resultPart) }),
)

const rule = record({
  types: fc.constantFrom(
    ['image/png', 'application/pdf'],
    ['image/*', 'text/plain'],
    ['audio/wav'],
  ),
  sources: optional(fc.constantFrom('bytes', 'bytes_or_url')),
  maxBytes: optional(fc.constant(4)),
  maxPerMessage: optional(fc.constantFrom(0, 1, 2)),
  needsText: optional(fc.constantFrom('yes', 'no')),
})
const mediaRules = record({
  image: optional(rule),
  document: optional(rule),
  audio: optional(rule),
})
const kinds = optional(fc.subarray(['auto', 'none', 'required', 'tool']))

export const capabilities = record<Capabilities>({
  maxOutputTokens: optional(fc.constant(100)),
  defaultMaxOutputTokens: optional(fc.constant(50)),
  tools: optional(fc.constantFrom('none', 'single', 'parallel')),
  toolChoice: kinds,
  toolChoiceWithReasoning: kinds,
  parallelToolCalls: optional(fc.constantFrom('wire', 'local')),
  toolsWithToolHistory: optional(fc.constantFrom('required', 'optional')),
  maxTools: optional(fc.constantFrom(1, 2)),
  toolNames: optional(
    fc.constantFrom({ charset: 'word', maxLength: 64 }, { charset: 'word', maxLength: 20 }),
  ),
  toolCallIds: optional(
    fc.constantFrom(
      { form: 'any' },
      { form: 'any', maxLength: 40 },
      { form: 'word', maxLength: 64 },
      { form: 'alphanumeric', length: 9 },
      { form: 'function_index' },
    ),
  ),
  toolResults: optional(
    record({
      beside: optional(fc.constantFrom('anything', 'text', 'nothing')),
      errors: optional(fc.constantFrom('flag', 'prefix')),
      json: optional(fc.constantFrom('text', 'object')),
      media: optional(mediaRules),
      otherMedia: optional(fc.constantFrom('user_message', 'note')),
    }),
  ),
  system: optional(fc.constantFrom('leading', 'none')),
  roles: optional(fc.constantFrom('strict', 'merged', 'any')),
  assistantPrefill: optional(fc.constantFrom('yes', 'no')),
  media: optional(mediaRules),
  reasoningReplay: optional(fc.constantFrom('drop', 'signed', 'all')),
  reasoningEfforts: optional(fc.subarray(['none', 'low', 'medium', 'high'])),
  parameters: optional(
    record({
      temperature: optional(fc.constantFrom([0, 2], null, [0.5, 1])),
      topP: optional(fc.constantFrom('yes', 'no')),
      temperatureWithTopP: optional(fc.constantFrom('yes', 'no')),
      topK: optional(fc.constantFrom('yes', 'no')),
      stopSequences: optional(fc.constantFrom(0, 1, 4)),
      seed: optional(fc.constantFrom('yes', 'no')),
      penalties: optional(fc.constantFrom('yes', 'no')),
      refusedWithReasoning: optional(fc.subarray(['temperature', 'topP', 'topK'])),
      minOutputTokens: optional(fc.constant(16)),
    }),
  ),
  structuredOutput: optional(fc.constantFrom('native', 'tool', 'prompt')),
  cachePoints: optional(
    record({
      max: optional(fc.constantFrom(1, 2, 4)),
      places: fc.subarray(['tools', 'system', 'messages']),
      notAfter: optional(fc.subarray(['document', 'image', 'tool_result'])),
      inToolMessages: optional(fc.constantFrom('yes', 'no')),
      ttl: optional(fc.constant(['5m'])),
    }),
  ),
})

const tool = record<NonNullable<ChatRequest['tools']>[number]>({
  name,
  description: optional(text),
  inputSchema: fc.constantFrom({}, { type: 'object', properties: { a: { enum: [1, 'x'] } } }),
})

export const request = record<ChatRequest>({
  model: fc.constant('m'),
  messages: fc.array(message, { maxLength: 8 }),
  tools: optional(fc.array(tool, { maxLength: 4 })),
  toolChoice: optional(
    fc.oneof(
      fc.constantFrom('auto', 'none', 'required'),
      name.map((it) => ({ tool: it })),
    ),
  ),
  parallelToolCalls: optional(fc.boolean()),
  maxOutputTokens: optional(fc.integer({ min: 0, max: 1000 })),
  temperature: optional(fc.constantFrom(-1, 0, 0.7, 1.5, 3, NaN)),
  topP: optional(fc.constantFrom(0.5, 2)),
  topK: optional(fc.constant(5)),
  stopSequences: optional(fc.array(text, { maxLength: 6 })),
  seed: optional(fc.constant(1)),
  presencePenalty: optional(fc.constant(1)),
  reasoning: optional(fc.constantFrom('none', 'low', 'medium', 'high')),
  output: optional(
    fc.constant({ schema: { type: 'object', properties: { a: { type: 'string' } } } }),
  ),
  cache: optional(fc.constantFrom('auto', 'off', { ttl: '5m' }, { ttl: '1h' })),
  user: optional(text),
})
