import { describe, expect, test } from 'vitest'
import { errorBody as json, failure } from '../support/failure.ts'

describe.each(['openai', 'anthropic', 'gemini'])('refusals of %s', (prefix) => {
  test.each<[string, number, string, object]>([
    [
      'a wrong key',
      401,
      json({
        message: 'Incorrect API key provided: sk-secret-of-mine-1234.',
        type: 'invalid_request_error',
        code: 'invalid_api_key',
      }),
      { code: 'auth', retryable: false },
    ],
    ['no permission', 403, json({ message: 'no' }), { code: 'permission', retryable: false }],
    [
      'a rate limit',
      429,
      json({ message: 'slow down, too many tokens', type: 'rate_limit_error' }),
      { code: 'rate_limit', retryable: true },
    ],
    [
      'no quota',
      429,
      json({ message: 'You exceeded your current quota', code: 'insufficient_quota' }),
      { code: 'quota', retryable: false },
    ],
    ['payment', 402, json({ message: 'pay' }), { code: 'quota' }],
    [
      'overloaded',
      529,
      json({ message: 'Overloaded', type: 'overloaded_error' }),
      { code: 'overloaded', retryable: true },
    ],
    ['unavailable', 503, '', { code: 'overloaded', retryable: true }],
    [
      'a broken server',
      500,
      '<html><head><title>502 Bad Gateway</title></head></html>',
      { code: 'server', retryable: true },
    ],
    [
      'an unknown model',
      404,
      json({ message: 'The model m1 does not exist', code: 'model_not_found' }),
      { code: 'model_not_found', retryable: false },
    ],
    [
      'a bad parameter',
      400,
      json({ message: "Unsupported parameter: 'temperature'", code: 'unsupported_parameter' }),
      { code: 'invalid_request', retryable: false },
    ],
    [
      'too long',
      400,
      json({
        message: "This model's maximum context length is 8192 tokens.",
        code: 'context_length_exceeded',
      }),
      { code: 'context_overflow', retryable: false },
    ],
    ['too long, without a word', 413, '', { code: 'context_overflow' }],
    [
      'a filter',
      400,
      json({
        message: 'filtered',
        code: 'content_filter',
        innererror: { code: 'ResponsibleAIPolicyViolation' },
      }),
      { code: 'content_filter', retryable: false },
    ],
    [
      'in an array',
      400,
      `[${json({ message: 'bad', status: 'INVALID_ARGUMENT' })}]`,
      { code: 'invalid_request' },
    ],
    [
      'flat',
      400,
      JSON.stringify({
        object: 'error',
        message: 'input is too long for requested model',
        code: 400,
      }),
      { code: 'context_overflow' },
    ],
    [
      'a string',
      400,
      json('tool_choice is wrong'),
      { code: 'invalid_request', message: expect.stringContaining('tool_choice is wrong') },
    ],
    [
      'a detail',
      422,
      JSON.stringify({ detail: [{ loc: ['body', 'x'], msg: 'missing' }] }),
      { code: 'invalid_request', message: expect.stringContaining('missing (body.x)') },
    ],
    [
      'plain text',
      400,
      'no such thing',
      { code: 'invalid_request', message: expect.stringContaining('no such thing') },
    ],
    [
      'a page of a firewall',
      403,
      '<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>',
      {
        code: 'permission',
        message: expect.stringContaining('a page: Just a moment...'),
        hint: expect.stringContaining('api_base'),
      },
    ],
    [
      'no such path',
      404,
      '<html><title>404 Not Found</title></html>',
      { code: 'invalid_request', retryable: false, hint: expect.stringContaining('api_base') },
    ],
    ['no such path, without a word', 404, '', { code: 'invalid_request' }],
    [
      'no such path, of a framework',
      404,
      '{"detail":"Not Found"}',
      { code: 'invalid_request', hint: expect.stringContaining('api_base') },
    ],
    [
      'a model that was not pulled',
      404,
      json('model "llama9" not found, try pulling it first'),
      { code: 'model_not_found' },
    ],
    ['a timeout of a gateway', 504, '', { code: 'timeout', retryable: true }],
  ])('%s', async (_name, status, body, expected) => {
    const error = await failure(status, body, {}, prefix)
    expect(error).toMatchObject({ ...expected, status, provider: prefix })
    expect(error.message).not.toContain('secret')
  })
})

describe('what a refusal says', () => {
  test('request id, wait and hint', async () => {
    const error = await failure(401, json({ message: 'no' }), {
      'x-request-id': 'req_1',
      'retry-after': '2',
    })
    expect(error).toMatchObject({
      requestId: 'req_1',
      retryAfterMs: 2000,
      hint: 'Check the key in providers.openai.api_key.',
    })
  })

  test.each([
    ['azure', 'apim-request-id'],
    ['mistral', 'mistral-correlation-id'],
    ['anthropic', 'request-id'],
    ['openrouter', 'x-generation-id'],
  ])('the request id of %s', async (prefix, header) => {
    const error = await failure(400, json({ message: 'no' }), { [header]: 'id_1' }, prefix)
    expect(error.requestId).toBe('id_1')
  })

  test.each<[Record<string, string>, string, number | undefined]>([
    [{ 'retry-after-ms': '120', 'retry-after': '9' }, '', 120],
    [{ 'retry-after': '1.5' }, '', 1500],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:10 GMT' }, '', 10_000],
    [{ 'retry-after': '-5' }, '', undefined],
    [{ 'retry-after': '99999999' }, '', undefined],
    [
      {
        'x-ratelimit-remaining-tokens': '0',
        'x-ratelimit-reset-tokens': '2m59.5s',
        'x-ratelimit-remaining-requests': '3',
        'x-ratelimit-reset-requests': '1h',
      },
      '',
      179_500,
    ],
    [{}, 'Please try again in 6.5s.', 6500],
    [{}, 'quota will reset after 39s', 39_000],
    [{}, '', undefined],
  ])('waits: %o %s', async (headers, message, wait) => {
    expect((await failure(429, json({ message: message || 'slow' }), headers)).retryAfterMs).toBe(
      wait,
    )
  })

  test('the server decides whether to try again', async () => {
    expect(await failure(500, '', { 'x-should-retry': 'false' })).toMatchObject({
      retryable: false,
    })
    expect(await failure(409, json({ message: 'locked' }))).toMatchObject({ retryable: true })
  })

  test('a quota for the day is not worth waiting for', async () => {
    const details = [
      {
        '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
        violations: [{ quotaId: 'GenerateRequestsPerDayPerProject' }],
      },
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.4s' },
    ]
    const body = json({ code: 429, message: 'Quota', status: 'RESOURCE_EXHAUSTED', details })
    expect(await failure(429, body, {}, 'gemini')).toMatchObject({
      code: 'quota',
      retryable: false,
      retryAfterMs: 34_400,
    })
  })

  test('a server that lacks a flag is told which', async () => {
    const message =
      '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'
    expect((await failure(400, json(message), {}, 'vllm')).hint).toContain('--tool-call-parser')
  })
})
