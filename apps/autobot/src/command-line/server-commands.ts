import type { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import type { ListFlags } from '../commands/list-flags.ts'
import type { McpAddFlags } from '../commands/mcp-edit.ts'
import type { McpServeFlags } from '../commands/mcp-serve.ts'
import { count, withConfig, withExamples, type Done } from './options.ts'

/** Those about MCP servers. */
export function addServerCommands(program: Command, context: CommandContext, done: Done): void {
  const mcp = program.command('mcp').description('MCP servers and their tools')
  const listed = (usage: string, description: string, ...lines: readonly string[]): Command =>
    withExamples(
      withConfig(mcp.command(usage).description(description)).option('--json', 'print JSON'),
      ...lines.map((line) => `mcp ${line}`),
    )
  const commands = (): Promise<typeof import('../commands/mcp.ts')> => import('../commands/mcp.ts')
  const edits = (): Promise<typeof import('../commands/mcp-edit.ts')> =>
    import('../commands/mcp-edit.ts')

  listed(
    'list',
    'start each configured server and say how it went',
    'list',
    'list --json | jq -r .servers[].state',
  ).action(async (flags: ListFlags) => done(await (await commands()).mcpList(flags, context)))
  listed(
    'tools [server]',
    'the tools, under the names that models see',
    'tools',
    'tools files --json',
  ).action(async (server: string | undefined, flags: ListFlags) =>
    done(await (await commands()).mcpTools(server, flags, context)),
  )
  listed(
    'call <tool> [input]',
    'call a tool by hand; the input is a JSON object',
    callExample,
  ).action(async (tool: string, input: string | undefined, flags: ListFlags) =>
    done(await (await commands()).mcpCall(tool, input, flags, context)),
  )
  listed('add <name> [command...]', 'write a server into config.yml', ...addExamples)
    .option('--url <url>', 'of a server that is reached over HTTP')
    .option('--env <name=value...>', 'environment of the server')
    .option('--header <name:value...>', 'header of each request')
    .option('--tools <pattern...>', 'let only these tools through')
    .action(async (name: string, command: readonly string[], flags: McpAddFlags) =>
      done(await (await edits()).mcpAdd(name, command, flags, context)),
    )
  listed('remove <name>', 'take a server out of config.yml', 'remove files').action(
    async (name: string, flags: McpAddFlags) =>
      done(await (await edits()).mcpRemove(name, flags, context)),
  )
  listed(
    'approve [server]',
    'let servers of a .mcp.json run, and tools that have changed be used',
    'approve',
    'approve files --yes',
  )
    .option('--yes', 'without a question')
    .action(async (server: string | undefined, flags: ListFlags & { readonly yes?: boolean }) =>
      done(await (await commands()).mcpApprove(server, flags, context)),
    )
  withExamples(
    withConfig(
      mcp.command('serve').description('offer our tools to other programs, over stdio or HTTP'),
    ),
    'mcp serve',
    'mcp serve --http --port 4020',
    'mcp serve --agent --tools read_file list_dir',
  )
    .option('--http', 'over HTTP instead of stdio')
    .option('--port <n>', 'default: any that is free', count)
    .option('--host <address>', 'default: 127.0.0.1')
    .option('--token-env <name>', 'the variable that holds what callers must send')
    .option('--tools <pattern...>', 'only these tools')
    .option('--agent', 'offer the agent itself, too, as the tool "ask"')
    .option('--yes', 'approve every call of a tool that asks for it')
    .action(async (flags: McpServeFlags) => {
      const { mcpServe } = await import('../commands/mcp-serve.ts')
      done(await mcpServe(flags, context))
    })
  withExamples(
    mcp,
    ...addExamples.map((line) => `mcp ${line}`),
    'mcp tools files',
    `mcp ${callExample}`,
    'mcp serve --http --port 4020',
  )
}

const addExamples = [
  'add files -- npx -y @modelcontextprotocol/server-filesystem ./workspace',
  `add remote --url https://example.com/mcp --header 'Authorization: Bearer \${TOKEN}'`,
]
const callExample = `call mcp_files_read_text_file '{"path":"notes.txt"}'`
