import { spawnSync } from 'node:child_process'
import { constants } from 'node:fs'
import { mkdir, readFile, rm, symlink, writeFile, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileTools } from '../src/file-tools.ts'
import { searchFiles } from '../src/search-files.ts'
import { createWorkspace } from '../src/workspace.ts'
import { call, withWorkspace } from './run-tool.ts'

const open = (folder: string): ReturnType<typeof fileTools> => fileTools(createWorkspace(folder))

describe('files of the workspace', () => {
  it('are written, read, edited and listed', () =>
    withWorkspace(async (folder) => {
      const tools = open(folder)
      expect(await call(tools, 'list_dir', {})).toBe('Directory is empty')
      const content = 'high tide at six\nlow tide at noon\n'
      expect(await call(tools, 'write_file', { path: 'notes/a.md', content })).toBe(
        'Successfully wrote 34 bytes',
      )
      expect(await call(tools, 'read_file', { path: 'notes/a.md' })).toBe(content)
      const edit = { path: 'notes/a.md', old_text: 'six', new_text: 'seven' }
      expect(await call(tools, 'edit_file', edit)).toBe('Successfully edited file')
      expect(await readFile(join(folder, 'notes/a.md'), 'utf8')).toContain('at seven')
      expect(await call(tools, 'edit_file', edit)).toBe('Error: Text not found in file')
      expect(await call(tools, 'edit_file', { ...edit, old_text: 'tide' })).toBe(
        'Error: Text appears 2 times. Provide more context',
      )
      expect(await call(tools, 'list_dir', {})).toBe('notes/')
      expect(await call(tools, 'read_file', { path: 'b.md' })).toBe('Error: File not found: b.md')
    }))

  it('keep $ and & of a new text as they are', () =>
    withWorkspace(async (folder) => {
      await writeFile(join(folder, 'a'), 'one')
      await call(open(folder), 'edit_file', { path: 'a', old_text: 'one', new_text: '$& $1' })
      expect(await readFile(join(folder, 'a'), 'utf8')).toBe('$& $1')
    }))

  it('are refused when they are too large', () =>
    withWorkspace(async (folder) => {
      await writeFile(join(folder, 'big'), 'x'.repeat(1_048_577))
      expect(await call(open(folder), 'read_file', { path: 'big' })).toBe(
        'Error: File too large (max 1048576 bytes)',
      )
    }))
})

describe('outside the workspace', () => {
  const ways: readonly [string, (outside: string) => string][] = [
    ['a path up', () => '../secret.txt'],
    ['a path up and down', () => 'a/../../secret.txt'],
    ['an absolute path', (outside) => join(outside, 'secret.txt')],
    ['a link to a file', () => 'link-file'],
    ['a file in a linked folder', () => 'link-folder/secret.txt'],
    ['a link to nothing', () => 'link-nowhere'],
    ['a folder with the same beginning', () => '../inside2/secret.txt'],
  ]
  it.each(ways)('%s is neither read nor written', (_, path) =>
    withWorkspace(async (outside) => {
      const folder = join(outside, 'inside')
      await mkdir(folder)
      await mkdir(join(outside, 'inside2'))
      await writeFile(join(outside, 'secret.txt'), 'secret')
      await writeFile(join(outside, 'inside2', 'secret.txt'), 'secret')
      await symlink(join(outside, 'secret.txt'), join(folder, 'link-file'))
      await symlink(outside, join(folder, 'link-folder'))
      await symlink(join(outside, 'new.txt'), join(folder, 'link-nowhere'))
      const tools = open(folder)
      expect(await call(tools, 'read_file', { path: path(outside) })).toMatch(
        /^Error: Access denied/,
      )
      const write = { path: path(outside), content: 'mine' }
      expect(await call(tools, 'write_file', write)).toMatch(/^Error: Access denied/)
      expect(await readFile(join(outside, 'secret.txt'), 'utf8')).toBe('secret')
    }),
  )

  it('a workspace that is a link itself can be used under both names', () =>
    withWorkspace(async (outside) => {
      await mkdir(join(outside, 'real'))
      await writeFile(join(outside, 'real', 'a'), 'text')
      await symlink(join(outside, 'real'), join(outside, 'named'))
      const tools = open(join(outside, 'named'))
      expect(await call(tools, 'read_file', { path: 'a' })).toBe('text')
      expect(await call(tools, 'read_file', { path: join(outside, 'named', 'a') })).toBe('text')
      expect(await call(tools, 'read_file', { path: join(outside, 'real', 'a') })).toBe('text')
    }))
})

describe('what takes the place of a file after it was looked at', () => {
  const readOnly = { flags: constants.O_RDONLY }
  const bytes = (file: FileHandle): Promise<Buffer> => file.readFile()

  it.each(['a link in the place of a folder', 'a link in the place of the file'])(
    '%s is not followed',
    (way) =>
      withWorkspace(async (outside) => {
        const folder = join(outside, 'inside')
        await mkdir(join(folder, 'notes'), { recursive: true })
        await mkdir(join(outside, 'else'))
        await writeFile(join(folder, 'notes', 'a'), 'mine')
        await writeFile(join(outside, 'else', 'a'), 'secret')
        const workspace = createWorkspace(folder)
        const place = await workspace.locate('notes/a')
        if (way.endsWith('folder')) {
          await rm(join(folder, 'notes'), { recursive: true })
          await symlink(join(outside, 'else'), join(folder, 'notes'))
        } else {
          await rm(join(folder, 'notes', 'a'))
          await symlink(join(outside, 'else', 'a'), join(folder, 'notes', 'a'))
        }
        await expect(workspace.use(place, readOnly, bytes)).rejects.toThrow('was replaced')
        const write = { flags: constants.O_WRONLY | constants.O_CREAT, makeFolders: true }
        await expect(workspace.use(place, write, (file) => file.writeFile('x'))).rejects.toThrow(
          'was replaced',
        )
        expect(await readFile(join(outside, 'else', 'a'), 'utf8')).toBe('secret')
      }),
  )

  it.skipIf(process.platform === 'win32')('a pipe is not waited for', () =>
    withWorkspace(async (folder) => {
      spawnSync('mkfifo', [join(folder, 'pipe')])
      const tools = open(folder)
      expect(await call(tools, 'read_file', { path: 'pipe' })).toBe('Error: Not a file')
      expect(await call(tools, 'write_file', { path: 'pipe', content: 'x' })).toMatch(/^Error: /)
    }),
  )
})

it.each(['.env', '.env.local', 'sub/.ENV'])('%s is never read', (path) =>
  withWorkspace(async (folder) => {
    await mkdir(join(folder, 'sub'))
    await writeFile(join(folder, path), 'KEY=secret')
    expect(await call(open(folder), 'read_file', { path })).toContain('Access denied')
    const search = searchFiles(createWorkspace(folder))
    expect(await call(search, 'search_files', { text: 'secret' })).toBe('No matches')
  }),
)

describe('search_files', () => {
  it('finds lines and names, and follows no link', () =>
    withWorkspace(async (folder) => {
      await mkdir(join(folder, 'notes', 'deep'), { recursive: true })
      await writeFile(join(folder, 'notes', 'tide.md'), 'High Tide\nnothing\n')
      await writeFile(join(folder, 'notes', 'deep', 'b.txt'), 'tide again')
      await symlink('/', join(folder, 'everything'))
      const search = searchFiles(createWorkspace(folder))
      const find = (input: object): Promise<string> => call(search, 'search_files', input)
      expect(await find({ text: 'tide' })).toBe(
        'notes/deep/b.txt:1: tide again\nnotes/tide.md:1: High Tide',
      )
      expect(await find({ glob: '*.md' })).toBe('notes/tide.md')
      expect(await find({ glob: 'notes/**/b.txt' })).toBe('notes/deep/b.txt')
      expect(await find({ text: 'tide', path: 'notes/deep' })).toBe(
        'notes/deep/b.txt:1: tide again',
      )
      expect(await find({ text: 'absent' })).toBe('No matches')
    }))
})
