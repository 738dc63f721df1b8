import { expect, test } from 'vitest'
import { snippets, withSnippets } from './snippets.ts'
import { readTree } from './tree.ts'

test('the documentation shows code as it is compiled (`pnpm docs:snippets` writes it)', () => {
  expect(snippets(readTree())).toEqual([])
})

test('every step of the guide to a provider is code of the template', () => {
  const guide = readTree().find(({ path }) => path === 'docs/write-a-provider.md')
  const blocks = guide?.text.match(/^```ts$/gm) ?? []
  const marked = guide?.text.match(/^<!-- snippet: templates\/provider\/\S+ -->\n```ts$/gm) ?? []
  expect(blocks.length).toBeGreaterThan(5)
  expect(marked).toHaveLength(blocks.length)
})

const source = { path: 'a.ts', text: '// #region one\nconst a = 1\n// #endregion\nconst b = 2\n' }
const page = (shown: string, name = 'a.ts#one') => ({
  path: 'docs/a.md',
  text: `# A\n\n<!-- snippet: ${name} -->\n\`\`\`ts\n${shown}\`\`\`\n\nText.\n`,
})

test('a snippet is a region or a whole file', () => {
  expect(snippets([source, page('const a = 1\n')])).toEqual([])
  expect(snippets([source, page(source.text, 'a.ts')])).toEqual([])
})

test.each([
  ['another text', page('const a = 2\n')],
  ['a region that is gone', page('const a = 1\n', 'a.ts#two')],
  ['a file that is gone', page('const a = 1\n', 'b.ts#one')],
])('finds %s', (_name, file) => {
  expect(snippets([source, file])).toHaveLength(1)
})

test('writes what is there', () => {
  const { text } = page('const a = 2\n')
  expect(withSnippets(text, [source])).toBe(page('const a = 1\n').text)
})
