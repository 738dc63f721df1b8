import type { McpServeOptions, McpServing } from './options.ts'

/**
 * Offers tools and agents as an MCP server, to clients of every revision. Needs the package
 * `@modelcontextprotocol/server`, which is loaded here.
 */
export async function serve(options: McpServeOptions): Promise<McpServing> {
  const [sdk, { serverFactory }] = await Promise.all([
    import('@modelcontextprotocol/server').catch((cause: unknown) => {
      throw new Error('To be an MCP server, install @modelcontextprotocol/server 2.4.0.', { cause })
    }),
    import('./server-factory.ts'),
  ])
  const make = serverFactory(sdk, options)
  if (options.transport === 'stdio') {
    const { serveStdio } = await import('./stdio.ts')
    return serveStdio(make, options)
  }
  const { serveHttp } = await import('./http.ts')
  return serveHttp(sdk, make, options, options.transport)
}
