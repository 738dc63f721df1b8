import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** How to start the filesystem MCP server that is installed with this example: no network. */
export function filesServer(folder: string): { readonly command: string; readonly args: string[] } {
  const manifest = createRequire(import.meta.url).resolve(
    '@modelcontextprotocol/server-filesystem/package.json',
  )
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: Record<string, string> }
  const script = join(dirname(manifest), bin['mcp-server-filesystem'] ?? '')
  return { command: process.execPath, args: [script, folder] }
}
