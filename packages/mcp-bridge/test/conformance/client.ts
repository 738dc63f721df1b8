// The suite starts all clients of a set at once. On a small machine each would take the time of
// all, and scenarios that measure time would fail: a client waits here until it is its turn.
import { once } from 'node:events'
import { connect } from 'node:net'

const turnstile = process.env['MCP_CONFORMANCE_TURNSTILE']
if (turnstile !== undefined) {
  const socket = connect(Number(turnstile), '127.0.0.1')
  // The turn ends with this process, and so with the connection.
  await once(socket, 'data')
  socket.unref()
}
await import('./examined.ts')
