import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, expect, it } from 'vitest'
import { createRegistry, defaultHost } from '@autobot/core'
import { mcp } from '../src/index.ts'
import { temporaryFolder } from './temporary-folder.ts'

const require = createRequire(import.meta.url)
const server = join(
  dirname(require.resolve('@modelcontextprotocol/server-filesystem/package.json')),
  'dist',
  'index.js',
)
const folder = temporaryFolder('filesystem', afterAll)
writeFileSync(join(folder, 'a.txt'), 'alpha')

let dispose: (() => Promise<void>) | undefined
afterEach(() => dispose?.())

it('offers the tools of a real server and answers with what is in the files', async () => {
  const registry = createRegistry({
    plugins: [
      mcp({
        servers: {
          files: {
            command: process.execPath,
            args: [server, folder],
            tools: ['read_*', 'list_directory'],
          },
          gone: { command: 'no-such-program-at-all' },
        },
      }),
    ],
    host: defaultHost(),
  })
  dispose = () => registry.dispose()
  await registry.start()
  const [source] = registry.toolSources
  const tools = (await source?.tools({})) ?? []
  expect(tools.map(({ name }) => name)).toContain('mcp_files_read_text_file')
  expect(tools.map(({ name }) => name)).not.toContain('mcp_files_write_file')
  expect(source?.warnings?.()).toEqual([
    expect.objectContaining({
      code: 'mcp_server_not_ready',
      message: expect.stringContaining('gone') as string,
    }),
  ])
  const read = tools.find(({ name }) => name === 'mcp_files_read_text_file')
  const context = {
    toolCallId: 'c',
    signal: new AbortController().signal,
    progress: () => undefined,
  }
  expect(await read?.execute({ path: join(folder, 'a.txt') } as never, context)).toEqual({
    content: [{ type: 'text', text: 'alpha' }],
    isError: false,
  })
  expect(await read?.execute({ path: '/not/allowed' } as never, context)).toMatchObject({
    isError: true,
  })
})
