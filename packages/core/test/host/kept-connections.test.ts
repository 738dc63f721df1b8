import http, { type Agent } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { keepingAgent, noteKeepAlive } from '../../src/host/kept-connections.ts'

/** Asks once, and gives the connections that the agent keeps afterwards. */
async function keptAfter(keepAlive: string | undefined): Promise<readonly (number | undefined)[]> {
  const server = http.createServer((_request, response) => {
    response.shouldKeepAlive = true
    if (keepAlive !== undefined) {
      response.writeHead(200, { connection: 'keep-alive', 'keep-alive': keepAlive })
    }
    response.end('ok')
  })
  if (keepAlive === undefined) server.keepAliveTimeout = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const agent = keepingAgent(http.Agent)
  onTestFinished(() => {
    agent.destroy()
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  await ask(port, agent)
  return Object.values(agent.freeSockets).flatMap((sockets = []) =>
    sockets.map(({ timeout }: Socket) => timeout),
  )
}

function ask(port: number, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = http.request({ port, host: '127.0.0.1', agent }, (message) => {
      noteKeepAlive(message)
      message.resume()
      // The agent takes a connection back in the turn after the answer has ended.
      message.on('close', () => setImmediate(resolve))
    })
    request.on('error', reject)
    request.end()
  })
}

test.each([
  ['timeout=60', 58_000],
  ['max=100, timeout=5', 3000],
  ['timeout=7200', 600_000],
  ['max=100', 4000],
  [undefined, 4000],
])('a connection whose server says %j is kept for %j ms', async (hint, ms) => {
  expect(await keptAfter(hint)).toEqual([ms])
})

test.each(['timeout=2', 'timeout=1', 'timeout=0'])(
  'a connection whose server says %j is not used again',
  async (hint) => {
    expect(await keptAfter(hint)).toEqual([])
  },
)
