import { constants } from 'node:fs'
import { stat } from 'node:fs/promises'
import { ToolError, type JsonObject, type Plugin } from '@autobot/core/provider'
import { namesIn } from './open-inside.ts'
import { replaceOnce } from './replace-once.ts'
import { toolPlugin } from './tool-plugin.ts'
import type { Workspace } from './workspace.ts'

const { O_CREAT, O_DIRECTORY, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants
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
      execute: async (input: { path: string }) =>
        readText(workspace, await existing(workspace, input.path)),
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
          await writeText(workspace, place, input.content).catch(refused(input.path))
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
        const text = await readText(workspace, place)
        const changed = replaceOnce(text, input.old_text, input.new_text)
        await writeText(workspace, place, changed).catch(refused(input.path))
        return 'Successfully edited file'
      },
    })),
    toolPlugin('list_dir', 'Lists a folder of the workspace.', () => ({
      inputSchema: inputs({ path: path('The folder (default: all of it)') }, []),
      readOnly: true,
      async execute(input: { path?: string }) {
        const named = input.path ?? '.'
        const place = await existing(workspace, named)
        if (!(await stat(place)).isDirectory()) throw new ToolError(`Not a folder: ${named}`)
        const entries = await workspace
          .use(place, { flags: O_RDONLY | O_DIRECTORY }, (folder) => namesIn(folder, place))
          .catch(refused(named))
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

function readText(workspace: Workspace, place: string): Promise<string> {
  // Without O_NONBLOCK a pipe that a command left there would be waited for.
  return workspace.use(place, { flags: O_RDONLY | O_NONBLOCK }, async (file) => {
    const state = await file.stat()
    if (!state.isFile()) throw new ToolError('Not a file')
    if (state.size > maxBytes) throw new ToolError(`File too large (max ${maxBytes} bytes)`)
    const bytes = await file.readFile()
    if (bytes.includes(0)) throw new ToolError('Not a text file')
    return bytes.toString('utf8')
  })
}

function writeText(workspace: Workspace, place: string, text: string): Promise<void> {
  const flags = O_WRONLY | O_CREAT | O_NONBLOCK
  return workspace.use(place, { flags, makeFolders: true }, async (file) => {
    if (!(await file.stat()).isFile()) throw new ToolError('Not a file')
    await file.truncate(0)
    await file.writeFile(text)
  })
}

const reasons: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  ENXIO: 'it is no file',
  EACCES: 'no permission',
}

function refused(named: string): (error: Error) => never {
  return (error) => {
    if (error instanceof ToolError) throw error
    const why = reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? error.message
    throw new ToolError(`'${named}' cannot be used: ${why}.`, { cause: error })
  }
}
