import type { RemoteTool } from './remote-tool.ts'
import { scan } from './scan.ts'
import type { Server } from './server.ts'
import { unmatched, type ReadServer } from './settings.ts'

export interface McpWarning {
  readonly code: string
  readonly message: string
}

/** What is not as it should be: servers that are not ready, tools that are not as they were. */
export function readWarnings(
  read: readonly ReadServer[],
  servers: readonly Server[],
): readonly McpWarning[] {
  const found: McpWarning[] = read.flatMap((each) => {
    if ('problem' in each) return [unavailable(each.name, each.problem)]
    if ('disabled' in each) return []
    const { name } = each.settings
    return each.warnings.map((text) => ({
      code: 'mcp_configuration',
      message: `MCP server '${name}': ${text}`,
    }))
  })
  for (const server of servers) {
    const problem = server.state() === 'ready' ? undefined : server.problem()
    if (problem !== undefined) found.push(unavailable(server.name, problem))
    else if (server.state() === 'connecting') {
      found.push(unavailable(server.name, 'it is still starting'))
    }
    const say = (code: string, text: string): void =>
      void found.push({ code, message: `MCP server '${server.name}': ${text}` })
    for (const text of [...server.listProblems(), ...emptyPatterns(server)]) {
      say('mcp_tool_left_out', text)
    }
    for (const [tool, change] of server.offer.changes()) {
      const held = server.settings.pins === 'block' ? '; it is held back until it is approved' : ''
      say('mcp_tool_changed', `the tool "${tool}" is ${change} since the last approval${held}`)
    }
    const others = servers.filter((each) => each !== server)
    const otherNames = others.flatMap(({ offer }) => offer.all().map(({ name }) => name))
    for (const tool of server.offer.tools()) {
      for (const what of scanTool(tool, otherNames)) {
        say('mcp_tool_suspicious', `the tool "${tool.name}" ${what}`)
      }
    }
    for (const [tool, what] of server.mismatches()) {
      say('mcp_result_mismatch', `a result of the tool "${tool}" was used although ${what}`)
    }
    for (const what of scan(server.instructions() ?? '')) {
      say('mcp_tool_suspicious', `its instructions: ${what}`)
    }
  }
  return found
}

/** Warnings are asked for before each run, tools seldom change. */
const scanned = new WeakMap<
  RemoteTool,
  { readonly others: number; readonly found: readonly string[] }
>()

function scanTool(tool: RemoteTool, otherNames: readonly string[]): readonly string[] {
  const known = scanned.get(tool)
  if (known?.others === otherNames.length) return known.found
  const found = scan(`${tool.description ?? ''}\n${JSON.stringify(tool.inputSchema)}`, otherNames)
  scanned.set(tool, { others: otherNames.length, found })
  return found
}

function emptyPatterns(server: Server): string[] {
  if (server.offer.all().length === 0 && server.settings.patterns.length === 0) return []
  if (server.state() !== 'ready') return []
  const patterns = unmatched(server.settings.patterns, server.offer.all())
  return patterns.map((pattern) => `no tool matches "${pattern}"`)
}

function unavailable(name: string, problem: string): McpWarning {
  return { code: 'mcp_server_not_ready', message: `MCP server '${name}' is not ready: ${problem}` }
}
