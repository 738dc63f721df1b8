import process from 'node:process'
import { Writable } from 'node:stream'
import type { Server } from '@modelcontextprotocol/server'
import type { McpServeOptions, McpServing } from './options.ts'
import { settled } from './settled.ts'

/** Serves the program that started us. What tools print goes to stderr: stdout is the protocol's. */
export async function serveStdio(
  make: () => Server,
  { log }: Pick<McpServeOptions, 'log'>,
): Promise<McpServing> {
  const stdio = await import('@modelcontextprotocol/server/stdio')
  const write = process.stdout.write.bind(process.stdout)
  const output = new Writable({
    write: (chunk: Buffer, _encoding, done) => void write(chunk, (error) => done(error ?? null)),
  })
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write
  const servers = new Set<Server>()
  let end: () => void = () => undefined
  const closed = new Promise<void>((resolve) => (end = resolve))
  const transport = new stdio.StdioServerTransport(process.stdin, output)
  const handle = stdio.serveStdio(
    () => {
      const server = make()
      servers.add(server)
      server.onclose = () => void servers.delete(server)
      return server
    },
    { transport, onerror: (error) => log?.('debug', `MCP over stdio: ${error.message}`) },
  )
  const close = async (): Promise<void> => {
    await handle.close()
    process.stdout.write = write
    end()
  }
  process.stdin.once('end', () => void close())
  const each = (tell: (server: Server) => Promise<void>): void => {
    for (const server of servers) void tell(server).catch(() => undefined)
  }
  return {
    closed,
    toolsChanged: settled(() => each((server) => server.sendToolListChanged())),
    resourceUpdated: (uri) => each((server) => server.sendResourceUpdated({ uri })),
    close,
  }
}
