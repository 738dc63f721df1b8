import { expect, test } from 'vitest'
import { names } from './names.ts'
import { readTree } from './tree.ts'

test('files are named for what they give, and exports have names', () => {
  expect(names(readTree())).toEqual([])
})

test.each([
  ['camel case', 'packages/x/src/myFile.ts', ''],
  ['snake case in a folder', 'packages/x/src/my_folder/file.ts', ''],
  ['a drawer', 'packages/x/src/utils.ts', ''],
  ['a folder that is a drawer', 'packages/x/src/common/file.ts', ''],
  ['a default export', 'packages/x/src/file.ts', 'export default 1'],
  ['a default function', 'packages/x/src/file.ts', 'export default function go() {}'],
  ['a default by name', 'packages/x/src/file.ts', 'const go = 1\nexport { go as default }'],
])('finds %s', (_name, path, text) => {
  expect(names([{ path, text }])).toHaveLength(1)
})

test('lets tools read what they read', () => {
  const files = [
    { path: 'packages/x/tsup.config.ts', text: 'export default 1' },
    { path: 'packages/x/test/small-thing.test.ts', text: '' },
  ]
  expect(names(files)).toEqual([])
})
