import { afterEach, expect, test } from 'vitest'
import {
  all,
  ask,
  frame,
  keys,
  loopback,
  open,
  sendError,
  sendFrames,
  testHost,
  textFrames,
} from './loopback.ts'
import type { Answer, Loopback } from './loopback.ts'

let server: Loopback | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

async function serve(answer: Answer): Promise<string> {
  server = await loopback(answer)
  return server.url
}

test('a stream without its end marker has no finish', async () => {
  const endpoint = await serve((response) => sendFrames(response, textFrames('cut').slice(0, 3)))
  const deltas = await all(await open({ endpoint }), ask('Hi'))
  expect(deltas.map((delta) => delta.type)).toEqual(['start', 'text'])
})

test('an exception in mid-stream comes after what stood before it', async () => {
  const endpoint = await serve((response) =>
    sendFrames(response, [
      ...textFrames('Hel').slice(0, 2),
      frame('throttlingException', { message: 'Too many tokens, please wait.' }, 'exception'),
    ]),
  )
  const provider = await open({ endpoint })
  const seen: string[] = []
  const run = async (): Promise<void> => {
    for await (const delta of provider.stream(ask('Hi'), {
      signal: new AbortController().signal,
    })) {
      seen.push(delta.type)
    }
  }
  await expect(run()).rejects.toMatchObject({
    code: 'rate_limit',
    retryable: true,
    requestId: 'req-1',
  })
  expect(seen).toEqual(['start', 'text'])
})

test('an exception as first frame comes before any delta', async () => {
  const endpoint = await serve((response) =>
    sendFrames(response, [frame('modelStreamErrorException', { message: 'Broken.' }, 'exception')]),
  )
  const provider = await open({ endpoint })
  const first = provider
    .stream(ask('Hi'), { signal: new AbortController().signal })
    [Symbol.asyncIterator]()
  await expect(first.next()).rejects.toMatchObject({ code: 'server' })
})

test('a connection that breaks is a network error, an abort is aborted', async () => {
  const endpoint = await serve((response) => {
    response.writeHead(200)
    response.write(Buffer.concat(textFrames('Hel').slice(0, 2)), () => response.destroy())
  })
  const provider = await open({ endpoint })
  await expect(all(provider, ask('Hi'))).rejects.toMatchObject({ code: 'network' })
  const aborted = AbortSignal.abort()
  await expect(all(provider, ask('Hi'), aborted)).rejects.toMatchObject({ code: 'aborted' })
  await server?.close()
  await expect(all(await open({ endpoint }), ask('Hi'))).rejects.toMatchObject({
    code: 'network',
    message: expect.stringContaining('ECONNREFUSED'),
  })
})

test('leaving the loop closes the connection', async () => {
  let closed: (() => void) | undefined
  const gone = new Promise<void>((resolve) => (closed = resolve))
  const endpoint = await serve((response) => {
    response.on('close', () => closed?.())
    response.writeHead(200)
    response.write(Buffer.concat(textFrames('Hel').slice(0, 2)))
  })
  const provider = await open({ endpoint })
  for await (const delta of provider.stream(ask('Hi'), { signal: new AbortController().signal })) {
    if (delta.type === 'text') break
  }
  await gone
})

test('no secret stands in an error or a log line', async () => {
  const endpoint = await serve((response) =>
    sendError(
      response,
      403,
      'InvalidSignatureException',
      `The signature does not match ${keys.secretAccessKey}. The Canonical String for this request should have been\n'x-amz-security-token:SESSION-1'`,
    ),
  )
  const host = testHost()
  const provider = await open({ endpoint, sessionToken: 'SESSION-1' }, host)
  const error = await all(provider, ask('Hi')).catch((caught: Error) => caught)
  expect(error).toMatchObject({ code: 'auth', hint: expect.stringContaining('clock') })
  const shown = `${String(error)} ${JSON.stringify(error)} ${host.lines.join('\n')}`
  expect(shown).not.toContain(keys.secretAccessKey)
  expect(shown).not.toContain('SESSION-1')
})
