import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ToolError, type JsonObject, type Plugin } from '@autobot/core/provider'
import { replaceOnce } from './replace-once.ts'
import { toolPlugin } from './tool-plugin.ts'
import type { Workspace } from './workspace.ts'

const maxBytes = 1_048_576

const path = (what: string): JsonObject => ({
  type: 'string',
  description: `${what}, relative to the workspace.`,
})

const inputs = (properties: JsonObject, required: readonly string[]): JsonObject => ({
  type: 'object',
  properties,
  required: [...required],
  additionalProperties: false,
})

/** The tools for single files and folders. */
export function fileTools(workspace: Workspace): readonly Plugin[] {
  return [
    toolPlugin('read_file', 'Reads a text file of the workspace.', () => ({
      inputSchema: inputs({ path: path('The file') }, ['path']),
      readOnly: true,
      execute: async (input: { path: string }) => readText(await existing(workspace, input.path)),
    })),
    toolPlugin(
      'write_file',
      'Writes a file of the workspace; a file that is there is replaced.',
      () => ({
        inputSchema: inputs(
          { path: path('The file'), content: { type: 'string', description: 'The whole text.' } },
          ['path', 'content'],
        ),
        async execute(input: { path: string; content: string }) {
          const place = await workspace.locate(input.path)
          await mkdir(dirname(place), { recursive: true })
          await writeFile(place, input.content).catch(refused(input.path))
          return `Successfully wrote ${Buffer.byteLength(input.content)} bytes`
        },
      }),
    ),
    toolPlugin('edit_file', 'Replaces one place in a file of the workspace.', () => ({
      inputSchema: inputs(
        {
          path: path('The file'),
          old_text: { type: 'string', minLength: 1, description: 'What stands there, exactly.' },
          new_text: { type: 'string', description: 'What is to stand there.' },
        },
        ['path', 'old_text', 'new_text'],
      ),
      async execute(input: { path: string; old_text: string; new_text: string }) {
        const place = await existing(workspace, input.path)
        const changed = replaceOnce(await readText(place), input.old_text, input.new_text)
        await writeFile(place, changed).catch(refused(input.path))
        return 'Successfully edited file'
      },
    })),
    toolPlugin('list_dir', 'Lists a folder of the workspace.', () => ({
      inputSchema: inputs({ path: path('The folder (default: all of it)') }, []),
      readOnly: true,
      async execute(input: { path?: string }) {
        const place = await existing(workspace, input.path ?? '.')
        const entries = await readdir(place, { withFileTypes: true }).catch(
          refused(input.path ?? '.'),
        )
        const names = entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
        return names.length === 0 ? 'Directory is empty' : names.toSorted().join('\n')
      },
    })),
  ]
}

async function existing(workspace: Workspace, named: string): Promise<string> {
  const place = await workspace.locate(named)
  await stat(place).catch(() => {
    throw new ToolError(`File not found: ${named}`)
  })
  return place
}

async function readText(place: string): Promise<string> {
  const state = await stat(place)
  if (!state.isFile()) throw new ToolError('Not a file')
  if (state.size > maxBytes) throw new ToolError(`File too large (max ${maxBytes} bytes)`)
  const bytes = await readFile(place)
  if (bytes.includes(0)) throw new ToolError('Not a text file')
  return bytes.toString('utf8')
}

function refused(named: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    const why =
      { EISDIR: 'it is a folder', ENOTDIR: 'it is a file', EACCES: 'no permission' }[
        error.code ?? ''
      ] ?? error.message
    throw new ToolError(`'${named}' cannot be used: ${why}.`, { cause: error })
  }
}
