import { expect, test } from 'vitest'
import { readFailure, serviceError } from '../src/errors.ts'
import { parseModel } from '../src/models.ts'

function errorOf(
  status: number,
  type: string,
  message: string,
  model = 'anthropic.claude-sonnet-4-5-20250929-v1:0',
  region = 'eu-central-1',
  { credentials = 'AWS_ACCESS_KEY_ID', clockAheadMs = 0 } = {},
) {
  const body = JSON.stringify({ message })
  const response = new Response(body, {
    status,
    headers: {
      'x-amzn-errortype': `${type}:x`,
      'x-amzn-requestid': 'r1',
      date: 'Sat, 28 Nov 2026 10:00:00 GMT',
    },
  })
  const now = Date.UTC(2026, 10, 28, 10) + clockAheadMs
  return serviceError(readFailure(response, body, now), {
    model: parseModel(model),
    region,
    credentials,
    streaming: true,
    redact: (text) => text,
  })
}

test.each([
  [
    400,
    'ValidationException',
    'The provided model identifier is invalid.',
    'model_not_found',
    false,
  ],
  [400, 'ValidationException', 'Input is too long for requested model.', 'context_overflow', false],
  [
    400,
    'ValidationException',
    'prompt is too long: 210000 tokens > 200000 maximum',
    'context_overflow',
    false,
  ],
  [400, 'ValidationException', 'The content field is empty.', 'invalid_request', false],
  [
    400,
    'ValidationException',
    "This model doesn't support the system field.",
    'unsupported',
    false,
  ],
  [400, 'ServiceQuotaExceededException', 'Too many.', 'quota', false],
  [401, '', 'Who?', 'auth', false],
  [403, 'AccessDeniedException', 'User is not authorized.', 'permission', false],
  [403, 'UnrecognizedClientException', 'The security token is invalid.', 'auth', false],
  [403, 'ExpiredTokenException', 'The security token is expired', 'auth', false],
  [404, 'ResourceNotFoundException', 'No such model.', 'model_not_found', false],
  [408, 'ModelTimeoutException', 'Slow.', 'timeout', true],
  [424, 'ModelErrorException', 'Failed.', 'server', true],
  [
    424,
    'ModelErrorException',
    'Model produced invalid sequence as part of ToolUse',
    'bad_response',
    true,
  ],
  [429, 'ThrottlingException', 'Too many tokens, please wait.', 'rate_limit', true],
  [429, 'ThrottlingException', 'Too many tokens per day, please wait.', 'quota', false],
  [429, 'ModelNotReadyException', 'Loading.', 'overloaded', true],
  [500, 'InternalServerException', 'Oops.', 'server', true],
  [502, '', '<html>Bad gateway</html>', 'server', true],
  [503, 'ServiceUnavailableException', 'Busy.', 'overloaded', true],
])('%i %s "%s" is %s', (status, type, message, code, retryable) => {
  expect(errorOf(status, type, message)).toMatchObject({
    code,
    retryable,
    status,
    requestId: 'r1',
    provider: 'bedrock',
  })
})

test('a missing permission names actions and resource', () => {
  expect(errorOf(403, 'AccessDeniedException', 'User is not authorized.').hint).toBe(
    'The role needs bedrock:InvokeModelWithResponseStream and bedrock:InvokeModel on arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0.',
  )
  const profile = errorOf(403, 'AccessDeniedException', 'No.', 'eu.amazon.nova-pro-v1:0').hint
  expect(profile).toContain(
    'arn:aws:bedrock:eu-central-1:*:inference-profile/eu.amazon.nova-pro-v1:0',
  )
  expect(profile).toContain('arn:aws:bedrock:*::foundation-model/amazon.nova-pro-v1:0')
})

test.each([
  ['us-west-2', '"us.anthropic.claude-x" or "global.anthropic.claude-x"'],
  ['eu-west-1', '"eu.anthropic.claude-x" or "global.anthropic.claude-x"'],
  ['ap-south-1', '"apac.anthropic.claude-x" or "global.anthropic.claude-x"'],
  ['us-gov-west-1', '"us-gov.anthropic.claude-x"'],
])('a model that is only served by profiles: %s', (region, ids) => {
  const message =
    'Invocation of model ID anthropic.claude-x with on-demand throughput isn’t supported.'
  const error = errorOf(400, 'ValidationException', message, 'anthropic.claude-x', region)
  expect(error).toMatchObject({ code: 'model_not_found', hint: expect.stringContaining(ids) })
  expect(error.hint).toContain(region)
})

test.each([
  ['anthropic.claude-3-7-sonnet-20250219-v1:0', '"us.anthropic.claude-3-7-sonnet-20250219-v1:0".'],
  ['meta.llama4-scout-17b-instruct-v1:0', '"us.meta.llama4-scout-17b-instruct-v1:0".'],
  ['amazon.nova-2-lite-v1:0', '"us.amazon.nova-2-lite-v1:0" or "global.amazon.nova-2-lite-v1:0".'],
])('only newer models are looked for everywhere: %s', (model, ids) => {
  const message = `Invocation of model ID ${model} with on-demand throughput isn’t supported.`
  const { hint } = errorOf(400, 'ValidationException', message, model, 'us-east-2')
  expect(hint).toContain(`use ${ids}`)
})

test('a missing model names the region', () => {
  const { hint, message } = errorOf(404, 'ResourceNotFoundException', 'No such model.')
  expect(message).toBe('HTTP 404: No such model.')
  expect(hint).toContain('not available in eu-central-1')
})

test('expired credentials: how to renew them', () => {
  expect(errorOf(403, 'ExpiredTokenException', 'expired').hint).toContain('aws sso login')
})

test('reads type and message from the body, and how long to wait', () => {
  const body = '{"__type":"com.amazon.coral#ThrottlingException","Message":"Slow down"}'
  const response = new Response(body, { status: 429, headers: { 'retry-after': '3' } })
  expect(readFailure(response, body)).toEqual({
    type: 'ThrottlingException',
    message: 'Slow down',
    status: 429,
    retryAfterMs: 3000,
  })
  const page = new Response('', { status: 502 })
  expect(readFailure(page, '<html><h1>Bad  gateway</h1></html>').message).toBe('Bad gateway')
})

test('a throttle names the quota to raise, and a profile that spreads the load', () => {
  const tokens = errorOf(429, 'ThrottlingException', 'Too many tokens, please wait.').hint
  expect(tokens).toContain('"model invocation tokens per minute"')
  expect(tokens).toContain('in eu-central-1')
  expect(tokens).toContain('"eu.anthropic.claude-sonnet-4-5-20250929-v1:0"')
  expect(errorOf(429, 'ThrottlingException', 'Too many requests.').hint).toContain(
    '"model invocation requests per minute"',
  )
})

test('a prompt that may not be cached is a permission error that says so', () => {
  const message = 'You invoked an unsupported model or your request did not allow prompt caching.'
  expect(errorOf(403, 'AccessDeniedException', message).message).toContain('prompt caching')
})

test.each([
  [
    'User: arn:aws:iam::1:user/x is not authorized to perform: bedrock:ApplyGuardrail on resource: arn:aws:bedrock:eu-central-1:1:guardrail/g because no identity-based policy allows it',
    'The role needs bedrock:ApplyGuardrail on arn:aws:bedrock:eu-central-1:1:guardrail/g.',
  ],
  [
    'User: arn:aws:iam::1:user/x is not authorized to perform: bedrock:CallWithBearerToken',
    'The role needs bedrock:CallWithBearerToken on *.',
  ],
  [
    'User: x is not authorized to perform: bedrock:InvokeModelWithResponseStream on resource: arn:aws:bedrock:eu-central-1::foundation-model/m with an explicit deny in a service control policy',
    'A policy denies it explicitly',
  ],
  ['Model access is denied: aws-marketplace:Subscribe is missing.', 'aws-marketplace:Subscribe'],
])('403 "%s" names what was missed', (message, hint) => {
  expect(errorOf(403, 'AccessDeniedException', message).hint).toContain(hint)
})

test('behind the ARN of a profile the models must be allowed too', () => {
  const arn = 'arn:aws:bedrock:eu-central-1:1:inference-profile/eu.amazon.nova-pro-v1:0'
  const { hint } = errorOf(403, 'AccessDeniedException', 'No.', arn)
  expect(hint).toContain(arn)
  expect(hint).toContain('arn:aws:bedrock:*::foundation-model/amazon.nova-pro-v1:0')
})

test.each([
  ['eu-west-3', 'arn:aws:bedrock:us-east-1:1:application-inference-profile/x', 'us-east-1'],
  ['eu-west-3', 'claude-sonnet-4-5', 'check the spelling'],
  ['ca-central-1', 'anthropic.claude-x', '"ca.anthropic.claude-x" or "us.anthropic.claude-x"'],
])('404 in %s of %s', (region, model, hint) => {
  const error = errorOf(404, 'ResourceNotFoundException', 'No such model.', model, region)
  expect(error.hint).toContain(hint)
  expect(error.hint).not.toContain('"eu.claude')
})

test.each([
  ['Model use case details have not been submitted for this account.', 'Fill in the form'],
  ['Access denied. This Model is marked by provider as Legacy.', 'use a newer model'],
])('404 "%s" is not a matter of regions', (message, hint) => {
  expect(errorOf(404, 'ResourceNotFoundException', message).hint).toContain(hint)
})

test('an API key that is too old: where to make a new one', () => {
  for (const credentials of ['AWS_BEARER_TOKEN_BEDROCK', 'providers.bedrock.api_key']) {
    const error = errorOf(403, 'AccessDeniedException', 'Bearer Token has expired', '', '', {
      credentials,
    })
    expect(error).toMatchObject({ code: 'auth', hint: expect.stringContaining(credentials) })
    expect(error.hint).toContain('too old')
  }
})

test('a clock that is off says by how much', () => {
  const expired = 'Signature expired: 20261128T095000Z is now earlier than 20261128T095500Z'
  const of = (message: string, clockAheadMs: number): string | undefined =>
    errorOf(403, 'InvalidSignatureException', message, '', '', { clockAheadMs }).hint
  expect(of(expired, -600_000)).toMatch(/^Set this machine’s clock, which is 600 s behind AWS/)
  expect(of('The signature does not match.', 900_000)).toMatch(/secret access key.*900 s ahead/)
  expect(of('The signature does not match.', 1000)).not.toContain('1 s')
})

test.each([
  '{"message":"No."}',
  '{"Message":"No."}',
  '{"__type":"x#ValidationException","message":"No."}',
  '[{"message":"No."}]',
  '"No."',
  '{"error":"No."}',
  '{"error":{"message":"No.","type":"x"}}',
  'No.',
])('ERR-09 the message of %s is found', (body) => {
  expect(readFailure(new Response(body, { status: 400 }), body).message).toBe('No.')
})
