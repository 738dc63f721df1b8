import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { main } from '../src/main.ts'

const place = mkdtempSync(join(tmpdir(), 'create-autobot-provider-'))
const template = join(place, 'template')

beforeAll(() => {
  const script = join(import.meta.dirname, '..', 'scripts', 'copy-template.mjs')
  execFileSync(process.execPath, [script, template])
})
afterAll(() => rmSync(place, { recursive: true, force: true }))

let count = 0

function run(...words: string[]) {
  count += 1
  const cwd = join(place, `run-${count}`)
  mkdirSync(cwd)
  return { cwd, ...runIn(cwd, ...words) }
}

function runIn(cwd: string, ...words: string[]) {
  let out = ''
  let error = ''
  const status = main(words, {
    cwd,
    template,
    out: (text) => (out += text),
    error: (text) => (error += text),
  })
  return { status, out, error }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted()
}

const both = ['openai-chat', 'own'] as const

test.each(both)('a package of its own is written, whole: %s', (wire) => {
  const { status, cwd, out } = run('acme', '--wire', wire)
  expect(status).toBe(0)
  expect(out).toContain('cd autobot-provider-acme && npm install && npm test')
  const folder = join(cwd, 'autobot-provider-acme')
  const files = filesIn(folder)
  expect(files).toEqual(
    expect.arrayContaining([
      '.changeset/config.json',
      '.changeset/first-release.md',
      '.github/workflows/ci.yml',
      '.github/workflows/release.yml',
      '.gitignore',
      'README.md',
      'package.json',
      'src/index.ts',
      'test/provider.test.ts',
      'test/record.ts',
      'tsconfig.build.json',
      'tsconfig.json',
    ]),
  )
  expect(files.filter((path) => path.startsWith('test/fixtures/'))).not.toEqual([])
  expect(files).not.toContain('vitest.config.ts')
  const manifest = readFileSync(join(folder, 'package.json'), 'utf8')
  expect(manifest).not.toMatch(/catalog:|workspace:|"private"/)
  expect(JSON.parse(manifest)).toMatchObject({
    name: 'autobot-provider-acme',
    keywords: ['autobot', 'autobot-provider'],
    peerDependencies: { '@autobot/core': '>=0.1.0' },
  })
})

test.each(both)('no other name is left in it: %s', (wire) => {
  const { cwd } = run('@me/north-wind', '--wire', wire)
  const folder = join(cwd, 'autobot-provider-north-wind')
  for (const file of filesIn(folder)) {
    const text = readFileSync(join(folder, file), 'utf8')
    expect(text, file).not.toMatch(/acme|#region/i)
  }
  const source = readFileSync(join(folder, 'src/index.ts'), 'utf8')
  expect(source).toContain("'NORTH_WIND_API_KEY'")
  expect(source).toContain("prefix: 'north-wind'")
  expect(source).toContain("name: '@me/autobot-provider-north-wind'")
  expect(readFileSync(join(folder, '.changeset/first-release.md'), 'utf8')).toContain(
    "'@me/autobot-provider-north-wind': minor",
  )
})

test.each([
  ['acme', 'autobot-provider-acme'],
  ['autobot-provider-acme', 'autobot-provider-acme'],
  ['@me/acme', '@me/autobot-provider-acme'],
  ['@me/autobot-provider-acme', '@me/autobot-provider-acme'],
  ['9lives', 'autobot-provider-9lives'],
])('%s becomes %s', (given, name) => {
  const { cwd } = run(given, '--into', 'here')
  expect(JSON.parse(readFileSync(join(cwd, 'here/package.json'), 'utf8'))).toMatchObject({ name })
})

test.each([
  [[], 'needs a name'],
  [['Acme Cloud'], 'Try: acme-cloud'],
  [['_acme'], 'Try: acme'],
  [['acme/large'], 'Try: acme-large'],
  [['../acme'], 'Try: acme'],
  [['日本'], 'begins with a small letter'],
  [['@Me/acme'], 'no scope of npm'],
  [['a'.repeat(61)], '61 characters'],
  [['groq'], 'autobot brings'],
  [['bedrock'], 'autobot brings'],
  [['acme', 'other'], 'One name'],
  [['acme', '--wire', 'smoke'], 'openai-chat or own'],
  [['acme', '--wired'], '--wired'],
])('%j is refused with what to do, and nothing is written', (words, text) => {
  const { status, error, cwd } = run(...words)
  expect(status).toBe(2)
  expect(error).toContain(text)
  expect(filesIn(cwd)).toEqual([])
})

test('what is there already stays as it is', () => {
  const { cwd } = run('acme')
  const before = filesIn(cwd)
  writeFileSync(join(cwd, 'autobot-provider-acme/src/index.ts'), 'mine')
  const again = runIn(cwd, 'acme', '--wire', 'own')
  expect(again.status).toBe(1)
  expect(again.error).toMatch(/autobot-provider-acme is there already .* nothing was written/)
  expect(filesIn(cwd)).toEqual(before)
  expect(readFileSync(join(cwd, 'autobot-provider-acme/src/index.ts'), 'utf8')).toBe('mine')
})

test('an empty clone of a repository is filled', () => {
  const cwd = join(place, 'clone')
  mkdirSync(join(cwd, '.git'), { recursive: true })
  const { status, out } = runIn(cwd, 'acme', '--into', '.')
  expect(status).toBe(0)
  expect(out).toContain('\n  npm install && npm test')
  expect(filesIn(cwd)).toContain('package.json')
})

test('help and version', () => {
  expect(run('--help')).toMatchObject({ status: 0, error: '' })
  expect(run('--help').out).toContain('--wire own')
  expect(run('--version').out).toMatch(/^\d+\.\d+\.\d+\n$/)
})
