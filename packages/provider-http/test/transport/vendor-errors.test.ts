import { describe, expect, test } from 'vitest'
import { failure } from '../support/failure.ts'

type Case = [vendor: string, what: string, status: number, body: unknown, expected: object]

const says = (text: string): unknown => expect.stringContaining(text)

/** Bodies of refusals as each vendor writes them. */
const cases: readonly Case[] = [
  [
    'mistral',
    'ERR-09 a field too many',
    422,
    {
      object: 'error',
      message: { detail: [{ type: 'extra_forbidden', loc: ['body', 'x'], msg: 'Extra inputs' }] },
      type: 'invalid_request_error',
      param: null,
      code: null,
    },
    { code: 'invalid_request', message: says('Extra inputs (body.x)') },
  ],
  [
    'mistral',
    'ERR-09 a framework',
    422,
    {
      detail: [
        { loc: ['body', 'a'], msg: 'one' },
        { loc: [], msg: 'two' },
      ],
    },
    { code: 'invalid_request', message: says('one (body.a); two') },
  ],
  [
    'mistral',
    'an id of another form',
    400,
    {
      object: 'error',
      message: 'Tool call id was call_1 but must be a-z, A-Z, 0-9, with a length of 9.',
      type: 'invalid_function_call',
      code: 3280,
    },
    { code: 'invalid_request', retryable: false, message: says('length of 9') },
  ],
  [
    'mistral',
    'ERR-08 too long',
    400,
    { object: 'error', message: 'Prompt contains 40000 tokens, too large for model with 32768' },
    { code: 'context_overflow' },
  ],
  [
    'xai',
    'ERR-09 two texts',
    400,
    { code: 'Client specified an invalid argument', error: 'Incorrect API key provided: xai-abc' },
    { code: 'auth', retryable: false, hint: says('key') },
  ],
  [
    'xai',
    'a model that is not there',
    404,
    {
      code: 'Some requested entity was not found',
      error: 'The model grok-9 does not exist or your team does not have access to it.',
    },
    { code: 'model_not_found' },
  ],
  [
    'xai',
    'ERR-08 too long',
    400,
    { code: 'invalid', error: "This model's maximum prompt length is 131072 but it contains 2" },
    { code: 'context_overflow' },
  ],
  [
    'openrouter',
    'the word of the service behind it',
    429,
    {
      error: {
        code: 429,
        message: 'Provider returned error',
        metadata: { raw: 'model is temporarily rate-limited upstream', provider_name: 'Chutes' },
      },
      user_id: 'u',
    },
    { code: 'rate_limit', retryable: true, message: says('upstream') },
  ],
  [
    'openrouter',
    'no credit',
    402,
    { error: { code: 402, message: 'Insufficient credits' } },
    { code: 'quota', retryable: false },
  ],
  [
    'openrouter',
    'moderation',
    403,
    {
      error: {
        code: 403,
        message: 'Your chosen model requires moderation and your input was flagged',
        metadata: { reasons: ['violence'], flagged_input: '…', provider_name: 'OpenAI' },
      },
    },
    { code: 'content_filter', retryable: false },
  ],
  [
    'azure',
    'the filter',
    400,
    {
      error: {
        message: "The response was filtered due to the prompt triggering Azure OpenAI's policy",
        type: null,
        param: 'prompt',
        code: 'content_filter',
        status: 400,
        innererror: {
          code: 'ResponsibleAIPolicyViolation',
          content_filter_result: { hate: { filtered: true, severity: 'high' } },
        },
      },
    },
    { code: 'content_filter', retryable: false },
  ],
  [
    'azure',
    'no such path',
    404,
    { error: { code: '404', message: 'Resource not found' } },
    { code: 'invalid_request', hint: says('api_base') },
  ],
  [
    'azure',
    'no such deployment',
    404,
    { error: { code: 'DeploymentNotFound', message: 'The API deployment does not exist.' } },
    { code: 'model_not_found' },
  ],
  [
    'azure',
    'ERR-02 a limit that says how long',
    429,
    { error: { code: '429', message: 'Rate limit is exceeded. Please retry after 6 seconds.' } },
    { code: 'rate_limit', retryAfterMs: 6000 },
  ],
  [
    'groq',
    'ERR-02 a limit in minutes',
    429,
    {
      error: {
        message: 'Rate limit reached for model `x`. Please try again in 2m59.5s.',
        type: 'tokens',
        code: 'rate_limit_exceeded',
      },
    },
    { code: 'rate_limit', retryAfterMs: 179_500 },
  ],
  [
    'groq',
    'ERR-02 a limit in hours',
    429,
    { error: { message: 'Please try again in 1h2m3s.', code: 'rate_limit_exceeded' } },
    { retryAfterMs: 3_723_000 },
  ],
  [
    'groq',
    'ERR-08 too long',
    400,
    { error: { message: 'Please reduce the length of the messages or completion.' } },
    { code: 'context_overflow' },
  ],
  ['cerebras', 'ERR-08 too long, without a word', 400, '', { code: 'context_overflow' }],
  ['cerebras', 'ERR-08 too long, without a word', 413, '', { code: 'context_overflow' }],
  ['groq', 'without a word, where that says nothing', 400, '', { code: 'invalid_request' }],
  [
    'deepseek',
    'no money',
    402,
    { error: { message: 'Insufficient Balance', type: 'unknown_error', code: 'invalid_request' } },
    { code: 'quota', retryable: false },
  ],
  [
    'anthropic',
    'ERR-08 too long',
    400,
    {
      type: 'error',
      error: {
        type: 'invalid_request_error',
        message: 'input length and `max_tokens` exceed context limit: 190000 + 32000 > 200000',
      },
      request_id: 'req_a',
    },
    { code: 'context_overflow', requestId: 'req_a' },
  ],
  [
    'anthropic',
    'no credit',
    402,
    { type: 'error', error: { type: 'billing_error', message: 'Pay.' } },
    { code: 'quota' },
  ],
  [
    'anthropic',
    'too many bytes, said by another',
    413,
    '<html><head><title>413 Request Entity Too Large</title></head></html>',
    { code: 'invalid_request', message: says('413 Request Entity Too Large') },
  ],
  [
    'anthropic',
    'an unknown model',
    404,
    { type: 'error', error: { type: 'not_found_error', message: 'model: claude-9' } },
    { code: 'model_not_found', hint: says('autobot models anthropic') },
  ],
  [
    'gemini',
    'ERR-09 a wrong key, in an array',
    400,
    [
      {
        error: {
          code: 400,
          message: 'API key not valid. Please pass a valid API key.',
          status: 'INVALID_ARGUMENT',
        },
      },
    ],
    { code: 'auth', retryable: false },
  ],
  [
    'gemini',
    'ERR-08 too long',
    400,
    {
      error: {
        code: 400,
        message: 'The input token count (1200000) exceeds the maximum number of tokens allowed.',
        status: 'INVALID_ARGUMENT',
      },
    },
    { code: 'context_overflow' },
  ],
  ...[
    ['llamacpp', 'the request exceeds the available context size. try increasing it'],
    [
      'lmstudio',
      'The number of tokens to keep from the initial prompt is greater than the context',
    ],
    ['kimi', 'Your request exceeded model token limit : 262144'],
    ['minimax', 'context window exceeds limit'],
    ['vllm', 'The decoder prompt (length 33000) is longer than the maximum model length of 32768'],
    ['huggingface', '`inputs` tokens + `max_new_tokens` must be <= 4096'],
    ['openai', 'Your input exceeds the context window of this model.'],
    ['github', 'prompt token count of 70000 exceeds the limit of 64000'],
    ['fireworks', 'The prompt is too long: 140000, model maximum context length: 131071'],
  ].map(([vendor = '', message = '']): Case => [
    vendor,
    'ERR-08 too long',
    400,
    { error: message },
    { code: 'context_overflow', retryable: false, message: says(message) },
  ]),
  [
    'vllm',
    'ERR-09 flat',
    400,
    { object: 'error', message: 'bad', type: 'BadRequestError', param: null, code: 400 },
    { code: 'invalid_request', message: says('bad') },
  ],
  [
    'huggingface',
    'ERR-09 a list of errors',
    400,
    { errors: [{ message: 'one' }, 'two'] },
    { code: 'invalid_request', message: says('one; two') },
  ],
  [
    'minimax',
    'a refusal with status 200',
    200,
    { base_resp: { status_code: 1008, status_msg: 'insufficient balance' } },
    { code: 'quota', retryable: false },
  ],
  [
    'openrouter',
    'a refusal with status 200',
    200,
    { error: { code: 502, message: 'Upstream is gone' } },
    { code: 'server', retryable: true, status: 502 },
  ],
  [
    'xai',
    'a refusal with status 200',
    200,
    { code: 'Service temporarily unavailable', error: 'The model is at capacity' },
    { code: 'overloaded', retryable: true },
  ],
]

describe('refusals as vendors write them', () => {
  test.each(cases)('%s: %s (%i)', async (vendor, _what, status, body, expected) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    expect(await failure(status, text, {}, vendor)).toMatchObject({ provider: vendor, ...expected })
  })

  test('ERR-08 a limit that speaks of tokens is a limit', async () => {
    const error = {
      message: 'Too many tokens, please wait before trying again.',
      type: 'throttling',
    }
    expect(await failure(429, JSON.stringify({ error }))).toMatchObject({ code: 'rate_limit' })
  })
})
