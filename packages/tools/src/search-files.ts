import { constants } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from '@autobot/core/provider'
import { matchesGlob } from './glob.ts'
import { toolPlugin } from './tool-plugin.ts'
import { isEnvironmentFile, isSearched, type Workspace } from './workspace.ts'

const { O_NONBLOCK, O_RDONLY } = constants
const maxMatches = 200
const maxFiles = 20_000
const maxBytes = 1_048_576

interface SearchInput {
  readonly text?: string
  readonly glob?: string
  readonly path?: string
}

/** Finds files by name and by what stands in them. A plain text: no pattern can run for ever. */
export function searchFiles(workspace: Workspace): Plugin {
  return toolPlugin(
    'search_files',
    'Finds files of the workspace by name, or lines by the text they hold.',
    () => ({
      inputSchema: {
        type: 'object',
        properties: {
          text: { type: 'string', minLength: 1, description: 'Text in a line; case is ignored.' },
          glob: { type: 'string', description: 'Names of files, such as "*.md" or "notes/**".' },
          path: { type: 'string', description: 'The folder to search in (default: all of it).' },
        },
        additionalProperties: false,
      },
      readOnly: true,
      async execute(input: SearchInput, { signal }) {
        const found: string[] = []
        let files = 0
        const root = await workspace.locate(input.path ?? '.')
        for await (const place of walk(root)) {
          if (signal.aborted || ++files > maxFiles || found.length >= maxMatches) break
          const name = workspace.shown(place)
          if (input.glob !== undefined && !matchesGlob(name, input.glob)) continue
          if (input.text === undefined) found.push(name)
          else found.push(...(await linesWith(workspace, place, input.text.toLowerCase())))
        }
        if (found.length === 0) return 'No matches'
        const more = found.length >= maxMatches ? `\n... (stopped at ${maxMatches} matches)` : ''
        return found.slice(0, maxMatches).join('\n') + more
      },
    }),
  )
}

/** Links are not followed: they may lead out, or round in circles. */
async function* walk(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const place = join(folder, entry.name)
    if (entry.isDirectory() && isSearched(entry.name)) yield* walk(place)
    else if (entry.isFile() && !isEnvironmentFile(place)) yield place
  }
}

async function linesWith(
  workspace: Workspace,
  place: string,
  text: string,
): Promise<readonly string[]> {
  const bytes = await textOf(workspace, place).catch(() => undefined)
  if (bytes === undefined || bytes.includes(0)) return []
  const name = workspace.shown(place)
  return bytes
    .toString('utf8')
    .split('\n')
    .flatMap((line, index) =>
      line.toLowerCase().includes(text) ? [`${name}:${index + 1}: ${line.slice(0, 300)}`] : [],
    )
}

/** Undefined where it is no file of a readable size. */
function textOf(workspace: Workspace, place: string): Promise<Buffer | undefined> {
  return workspace.use(place, { flags: O_RDONLY | O_NONBLOCK }, async (file) => {
    const state = await file.stat()
    return state.isFile() && state.size <= maxBytes ? file.readFile() : undefined
  })
}
