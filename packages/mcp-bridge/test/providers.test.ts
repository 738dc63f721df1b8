import { spawn, type ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { LLMock, type ChatCompletionRequest } from '@copilotkit/aimock'
import { createAgent, type Agent, type ToolResultPart } from '@autobot/core'
import { bedrock } from '@autobot/provider-bedrock'
import { http } from '@autobot/provider-http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { mcp, type McpServerConfig } from '../src/index.ts'
import { temporaryFolder } from './temporary-folder.ts'

const require = createRequire(import.meta.url)
const folder = temporaryFolder('providers', afterAll)
const long = 'é'.repeat(40_000)
writeFileSync(join(folder, 'a.txt'), 'alpha')
writeFileSync(join(folder, 'long.txt'), long)

const program = (name: string): string =>
  join(
    dirname(require.resolve(`@modelcontextprotocol/server-${name}/package.json`)),
    'dist/index.js',
  )
const local = (name: string, args: readonly string[] = []): McpServerConfig => ({
  command: process.execPath,
  args: [program(name), ...args],
  env: { MEMORY_FILE_PATH: join(folder, 'memory.json'), GITLAB_PERSONAL_ACCESS_TOKEN: 'none' },
})

/** What the model does, call after call; then it answers. */
const script: readonly (readonly [tool: string, input: object])[] = [
  ['mcp_files_read_text_file', { path: join(folder, 'a.txt') }],
  ['mcp_files_read_text_file', { path: join(folder, 'long.txt') }],
  ['mcp_files_read_text_file', { path: '/not/allowed' }],
  ['mcp_all_get_tiny_image', {}],
  ['mcp_all_get_structured_content', { location: 'New York' }],
  ['mcp_all_get_resource_links', { count: 2 }],
  ['mcp_all_get_resource_reference', { resourceType: 'Text', resourceId: 1 }],
  ['mcp_all_get_sum', { a: 2, b: 40 }],
  ['mcp_far_echo', { message: 'over http' }],
  ['mcp_memory_read_graph', {}],
  ['mcp_issues_get_space', {}],
  [
    'mcp_think_sequentialthinking',
    { thought: 'x', thoughtNumber: 1, totalThoughts: 1, nextThoughtNeeded: false },
  ],
]

const seen = new Map<string, string[]>()
/** Tools of the last request. */
let offered = 0
const service = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent' })
let remote: ChildProcess
let agent: Agent

function answer({ messages, tools = [] }: ChatCompletionRequest) {
  offered = tools.length
  const since = messages.slice(messages.findLastIndex((message) => isQuestion(message)))
  const question = JSON.stringify(since[0]?.content)
  const model = /ask (\w+)/.exec(question)?.[1] ?? ''
  const done = since.filter(({ role }) => role === 'tool')
  seen.set(model, done.map(visible))
  const next = script[done.length]
  if (next === undefined) return { content: `done after ${done.length}` }
  return { toolCalls: [{ name: next[0], arguments: JSON.stringify(next[1]) }] }
}

const isQuestion = ({ role, content }: { role: string; content: unknown }): boolean =>
  role === 'user' && JSON.stringify(content).includes('ask ')

/** The text of a result as the service read it, whatever its wire wraps around it. */
function visible({ content }: { content: unknown }): string {
  const parts = Array.isArray(content) ? (content as { text?: string }[]) : [{ text: content }]
  const text = parts.map((part) => (typeof part.text === 'string' ? part.text : '')).join('\n')
  try {
    const value = JSON.parse(text) as unknown
    const values = typeof value === 'object' && value !== null ? Object.values(value) : []
    if (values.length === 1 && typeof values[0] === 'string') return values[0]
  } catch {
    // Not every wire wraps.
  }
  return text
}

beforeAll(async () => {
  const port = 20_000 + (process.pid % 20_000)
  remote = spawn(process.execPath, [program('everything'), 'streamableHttp'], {
    env: { PATH: process.env['PATH'], PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  await new Promise((resolve) => remote.stderr?.once('data', resolve))
  service.on({ predicate: () => true }, answer)
  const url = await service.start()
  const servers = {
    files: local('filesystem', [folder]),
    all: local('everything'),
    memory: local('memory'),
    think: local('sequential-thinking'),
    lab: local('gitlab'),
    issues: {
      command: process.execPath,
      args: [join(dirname(require.resolve('backlog-mcp-server')), 'index.js')],
      env: { BACKLOG_DOMAIN: '127.0.0.1:9', BACKLOG_API_KEY: 'none-123456' },
    },
    far: { url: `http://127.0.0.1:${port}/mcp` },
  }
  agent = createAgent({
    model: 'openai/gpt-4o',
    maxSteps: 40,
    plugins: [
      http(),
      bedrock({ region: 'us-east-1', accessKeyId: 'a', secretAccessKey: 'b', endpoint: url }),
      mcp({ servers, search: 'never' }),
    ],
    providers: {
      openai: { apiKey: 'k', apiBase: `${url}/v1` },
      anthropic: { apiKey: 'k', apiBase: url },
      gemini: { apiKey: 'k', apiBase: `${url}/v1beta` },
    },
  })
}, 60_000)
afterAll(async () => {
  await agent?.dispose()
  remote?.kill('SIGKILL')
  await service.stop()
})

/** Without what differs from run to run: the id of the call, and a server that counts. */
function comparable(part: ToolResultPart): ToolResultPart {
  const content = part.content.map((each) =>
    each.type === 'text'
      ? {
          ...each,
          text: each.text.replace(/("thoughtHistoryLength": |created at )[\d:]+( [AP]M)?/g, ''),
        }
      : each,
  )
  return { ...part, content, toolCallId: '' }
}

it('gives the same results on every wire', async () => {
  const models = {
    openai: 'openai/gpt-4o',
    anthropic: 'anthropic/claude-sonnet-4-5',
    gemini: 'gemini/gemini-2.5-flash',
    bedrock: 'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  }
  const results = new Map<string, readonly ToolResultPart[]>()
  for (const [name, model] of Object.entries(models)) {
    const result = await agent.run(`ask ${name}`, { model, messages: [] })
    expect(result.error, name).toBeUndefined()
    expect(result.text, name).toBe(`done after ${script.length}`)
    // All of them went out, the nine of the malformed list and the 63 of the long one too.
    expect(offered, name).toBeGreaterThan(110)
    results.set(
      name,
      result.toolCalls.map(({ result: part }) => comparable(part)),
    )
  }
  const first = results.get('openai') ?? []
  expect(first).toHaveLength(script.length)
  expect(first.map(({ isError }) => isError === true)).toEqual(
    script.map(([tool], index) => index === 2 || tool === 'mcp_issues_get_space'),
  )
  const kinds = first.map(({ content }) => content.map(({ type }) => type).join())
  expect(kinds[3]).toContain('file')
  const texts = first.map(({ content }) =>
    content.map((part) => (part.type === 'text' ? part.text : '')).join('\n'),
  )
  expect(Buffer.byteLength(texts[1] ?? '')).toBeLessThanOrEqual(50_000)
  expect(texts[8]).toContain('over http')
  for (const name of Object.keys(models)) {
    expect(results.get(name), name).toEqual(first)
    // What the service read is what the tool said, and no image went there as text.
    const read = seen.get(name) ?? []
    expect(read[0], name).toBe('alpha')
    expect(read[1]?.replace(/\s/g, ''), name).toBe(texts[1]?.replace(/\s/g, ''))
    expect(read[7], name).toContain('42')
    expect(read.join(''), name).not.toMatch(/[A-Za-z0-9+/]{200}/)
  }
}, 60_000)

it('keeps the whole of what was cut, for the application', async () => {
  const plugin = mcp({ servers: { files: local('filesystem', [folder]) } })
  const other = createAgent({
    model: 'openai/gpt-4o',
    plugins: [http(), plugin],
    providers: { openai: { apiKey: 'k', apiBase: `${service.url}/v1` } },
  })
  const path = join(folder, 'long.txt')
  await other.registry.start()
  const tools = await plugin.source.tools({})
  const read = tools.find(({ name }) => name === 'mcp_files_read_text_file')
  const { signal } = new AbortController()
  const context = { toolCallId: 'long', signal, progress: () => undefined }
  await read?.execute({ path } as never, context)
  const whole = plugin.source.fullResult('long')?.content[0]
  expect(whole).toMatchObject({ type: 'text' })
  expect(whole?.type === 'text' ? whole.text.length : 0).toBe(long.length)
  await other.dispose()
}, 30_000)
