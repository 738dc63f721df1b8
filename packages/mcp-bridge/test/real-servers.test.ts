import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, expect, it } from 'vitest'
import type { McpElicitation, McpEvent, McpServerConfig } from '../src/index.ts'
import { bench, type Bench } from './bench.ts'
import { temporaryFolder } from './temporary-folder.ts'

const require = createRequire(import.meta.url)
const folder = temporaryFolder('real', afterAll)
writeFileSync(join(folder, 'a.txt'), 'alpha')

/** A server from the registry, with what it was installed as. */
function real(name: string, args: readonly string[] = [], more: McpServerConfig = {}) {
  const manifest = require.resolve(`@modelcontextprotocol/server-${name}/package.json`)
  const program = join(dirname(manifest), 'dist/index.js')
  return { command: process.execPath, args: [program, ...args], ...more }
}

let open: Bench | undefined
const start = (...given: Parameters<typeof bench>): Bench => (open = bench(...given))
afterEach(async () => {
  await open?.source.stop()
  open = undefined
})

it('keeps the nine tools of a server whose whole list is malformed', async () => {
  const env = { GITLAB_PERSONAL_ACCESS_TOKEN: 'none' }
  const { source } = start({ gitlab: real('gitlab', [], { env }) })
  const tools = await source.tools({})
  expect(tools).toHaveLength(9)
  expect(tools.every(({ inputSchema }) => inputSchema['type'] === 'object')).toBe(true)
  expect(tools.map(({ name }) => name)).toContain('mcp_gitlab_create_merge_request')
})

it('speaks the newest protocol with a server of 63 tools, which are searched', async () => {
  const program = require.resolve('backlog-mcp-server')
  const env = { BACKLOG_DOMAIN: 'x.backlog.example', BACKLOG_API_KEY: 'none-123456' }
  const command = process.execPath
  const args = [join(dirname(program), 'index.js')]
  const { call, source } = start({ backlog: { command, args, env } })
  const offered = (await source.tools({})).map(({ name }) => name)
  expect(offered).toEqual(['mcp_call_tool', 'mcp_search_tools', 'mcp_tool_details'])
  expect((await source.server('backlog')?.info())?.protocol).toBe('2026-07-28')
  expect(source.status()[0]?.tools.length).toBeGreaterThan(60)
  const found = String(await call('mcp_search_tools', { query: 'add a comment to an issue' }))
  expect(found).toContain('mcp_backlog_add_issue_comment')
  // The service behind it is not there: it says so in a result.
  const input = { name: 'mcp_backlog_get_space', arguments: {} }
  expect(await call('mcp_call_tool', input)).toMatchObject({ isError: true })
})

it('uses a memory and a chain of thoughts', async () => {
  const env = { MEMORY_FILE_PATH: join(folder, 'memory.json') }
  const { call } = start({
    memory: real('memory', [], { env }),
    think: real('sequential-thinking'),
  })
  const entities = [{ name: 'Ada', entityType: 'person', observations: ['writes programs'] }]
  await call('mcp_memory_create_entities', { entities })
  const { content } = await call('mcp_memory_search_nodes', { query: 'Ada' })
  expect(content[0]?.text).toContain('writes programs')
  const thought = { thought: 'x', thoughtNumber: 1, totalThoughts: 1, nextThoughtNeeded: false }
  expect(await call('mcp_think_sequentialthinking', thought)).toMatchObject({ isError: false })
})

it('reads resources, templates, prompts, completions and instructions', async () => {
  const { source } = start({ all: real('everything') })
  const server = source.server('all')
  const info = await server?.info()
  expect(info?.protocol).toBe('2025-11-25')
  expect(info?.instructions?.length).toBeGreaterThan(10)
  const resources = (await server?.resources()) ?? []
  expect(resources.length).toBeGreaterThan(2)
  const [part] = (await server?.readResource(resources[0]?.uri ?? '')) ?? []
  expect(part).toMatchObject({
    type: 'text',
    text: expect.stringContaining(resources[0]?.uri ?? '?') as string,
  })
  expect((await server?.resourceTemplates())?.length).toBeGreaterThan(0)
  const prompts = (await server?.prompts()) ?? []
  expect(prompts.map(({ name }) => name)).toContain('simple-prompt')
  expect((await server?.prompt('simple-prompt'))?.[0]).toMatchObject({ role: 'user' })
  const withArguments = prompts.find(({ name }) => name === 'completable-prompt')
  const name = withArguments?.arguments?.[0]?.name ?? ''
  const values = await server?.complete({ prompt: 'completable-prompt' }, { name, value: '' })
  expect(values?.length).toBeGreaterThan(0)
  expect(source.server('none')).toBeUndefined()
})

it('shows images, structured content and progress of a server, and hides its tasks', async () => {
  const { call, source } = start({ all: real('everything') })
  const names = (await source.tools({})).map(({ name }) => name)
  expect(names).not.toContain('mcp_all_simulate_research_query')
  const image = await call('mcp_all_get_tiny_image')
  expect(image.content.map(({ type }) => type)).toContain('file')
  const seen: number[] = []
  const input = { duration: 1, steps: 4 }
  await call('mcp_all_trigger_long_running_operation', input, {
    progress: ({ progress }) => seen.push(progress ?? 0),
  })
  expect(seen.length).toBeGreaterThan(1)
})

it('answers what a server asks of a person, a model and the folders, where it may', async () => {
  const asked: McpElicitation[] = []
  const events: McpEvent[] = []
  const { call, source } = start(
    { all: real('everything') },
    {
      elicit(request) {
        asked.push(request)
        return { action: 'accept', content: { name: 'Ada' } }
      },
      roots: [folder],
      sampling: {
        ask: async ({ messages }) => ({ text: `heard ${messages.length}`, model: 'm' }),
        maxCalls: 1,
      },
      onEvent: (event) => events.push(event),
    },
  )
  const names = (await source.tools({})).map(({ name }) => name)
  const find = (part: string): string => names.find((name) => name.includes(part)) ?? part
  const said = async (name: string, input = {}): Promise<string> =>
    JSON.stringify((await call(name, input)).content)
  expect(await said(find('elicitation'))).toContain('Ada')
  expect(asked[0]).toMatchObject({ mode: 'form', server: 'all' })
  expect(await said(find('sampling'), { prompt: 'x', maxTokens: 10 })).toContain('heard')
  const again = call(find('sampling'), { prompt: 'x', maxTokens: 10 })
  expect(JSON.stringify(await again.catch(String))).toContain('budget')
  expect(await said(find('roots'))).toContain(folder)
  expect(events.filter(({ type }) => type === 'call').length).toBeGreaterThan(3)
})

it('offers a server nothing that the application did not give', async () => {
  const { source } = start({ all: real('everything') })
  const names = (await source.tools({})).map(({ name }) => name)
  expect(names.filter((name) => /elicitation|sampling|roots/.test(name))).toEqual([])
})
