import { describe, expect, test } from 'vitest'
import { failureOf } from '../support/failure.ts'
import { events, serve } from '../support/server.ts'

describe('failures within an answer', () => {
  test.each<[string, (object | string)[], object]>([
    [
      'an error with status 200',
      [{ error: { message: 'Overloaded', code: 503 } }],
      { code: 'overloaded' },
    ],
    [
      'an error beside choices',
      [
        { choices: [{ delta: {}, finish_reason: 'length' }] },
        {
          error: { code: 400, message: 'Token limit reached' },
          choices: [{ delta: {}, finish_reason: 'error' }],
        },
      ],
      { code: 'invalid_request', status: 400 },
    ],
    [
      'finish_reason error',
      [{ choices: [{ delta: { content: 'x' }, finish_reason: 'error' }] }, '[DONE]'],
      { code: 'server' },
    ],
    [
      'no capacity',
      [{ choices: [{ delta: { content: 'x' }, finish_reason: 'insufficient_system_resource' }] }],
      { code: 'overloaded' },
    ],
    ['an event that is no JSON', ['{"id":'], { code: 'bad_response' }],
    [
      'a code in base_resp',
      [{ base_resp: { status_code: 1008, status_msg: 'insufficient balance' } }],
      { code: 'quota' },
    ],
    [
      'strings',
      [{ code: 'Client specified an invalid argument', error: 'bad' }],
      { code: 'invalid_request' },
    ],
  ])('%s', async (_name, payloads, expected) => {
    const { url } = await serve(events(...payloads))
    expect(await failureOf(url)).toMatchObject(expected)
  })

  test('event: error', async () => {
    const { url } = await serve((response) =>
      response.end(
        'event: error\ndata: {"error":{"message":"m","type":"invalid_request_error","code":"tool_use_failed","status_code":400}}\n\n',
      ),
    )
    expect(await failureOf(url, 'groq')).toMatchObject({ code: 'bad_response', retryable: true })
  })

  test('a connection that breaks is not one that was never there', async () => {
    const { url } = await serve((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: {"choices":[{"delta":{"content":"Half"}}]}\n\n', () =>
        response.destroy(),
      )
    })
    const error = await failureOf(url)
    expect(error).toMatchObject({ code: 'network', retryable: true })
    expect(error.message).toMatch(/broke in the middle of the answer/)
    expect(error.hint).not.toMatch(/running/)
  })

  test('a page instead of an answer', async () => {
    const { url } = await serve((response) => response.end('<!doctype html><title>Sign in</title>'))
    const error = await failureOf(url)
    expect(error).toMatchObject({ code: 'server' })
    expect(error.message).toContain('Sign in')
  })

  test.each<[string, string, string]>([
    ['nothing', '', 'HTTP 200 with an empty body'],
    ['text', 'Service is running.', 'text/plain instead of an answer: Service is running.'],
    ['a JSON string', '"ok"', 'instead of an answer: "ok"'],
    ['the beginning of a field', 'da', 'instead of an answer: da'],
  ])('%s with a status of success', async (_name, body, message) => {
    const { url } = await serve((response) => {
      response.setHeader('content-type', 'text/plain')
      response.end(body)
    })
    expect(await failureOf(url)).toMatchObject({
      code: 'bad_response',
      retryable: true,
      message: expect.stringContaining(message),
      hint: expect.stringContaining(url),
    })
  })

  test('a connection that breaks', async () => {
    const { url } = await serve((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: {"id":"1","choices":[{"delta":{"content":"x"}}]}\n\n', () =>
        response.destroy(),
      )
    })
    expect(await failureOf(url)).toMatchObject({ code: 'network', retryable: true })
  })

  test('a server that is not there', async () => {
    const { url, close } = await serve(() => undefined)
    await close()
    const error = await failureOf(url, 'ollama')
    expect(error).toMatchObject({ code: 'network', hint: `Is the server running at ${url}?` })
    expect(error.message).toContain('ECONNREFUSED')
  })
})
