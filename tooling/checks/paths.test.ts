import { expect, test } from 'vitest'
import { paths } from './paths.ts'
import { readTree } from './tree.ts'

test('no file leads to one machine or to a registry', () => {
  expect(paths(readTree())).toEqual([])
})

// Joined, so that this file does not hold what it looks for.
test.each([
  ['', 'work', 'x.ts'].join('/'),
  `cd ${['', 'root', ''].join('/')}`,
  `file://${['', 'home', 'ann', 'x'].join('/')}`,
  ['', 'tmp', 'run-123', 'x'].join('/'),
  `registry=${['https:', '', 'npm.example.com', ''].join('/')}`,
  `"tarball": "${['https:', '', 'npm.example.com', 'x.tgz'].join('/')}"`,
  ['https:', '', ['registry', 'npmjs', 'org'].join('.'), 'x'].join('/'),
])('finds %s', (text) => {
  expect(paths([{ path: 'README.md', text }])).toHaveLength(1)
})

test('lets relative paths and servers of this machine be', () => {
  const text = 'src/work/a.ts ./root/b ~/home/x registry=http://127.0.0.1:4873/'
  expect(paths([{ path: 'README.md', text }])).toEqual([])
})
