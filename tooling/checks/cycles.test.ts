import { expect, test } from 'vitest'
import { cycles } from './cycles.ts'
import { readTree } from './tree.ts'

test('no file imports itself by way of others', () => {
  expect(cycles(readTree())).toEqual([])
})

test.each([
  ['values', `import { b } from './b.ts'`],
  ['types', `import type { B } from './b.ts'`],
  ['an import on first use', `const b = await import('./b.ts')`],
])('finds a circle of %s', (_name, text) => {
  const files = [
    { path: 'packages/x/src/a.ts', text },
    { path: 'packages/x/src/b.ts', text: `export { c } from './c/c.ts'` },
    { path: 'packages/x/src/c/c.ts', text: `import '../a.ts'` },
  ]
  expect(cycles(files)).toEqual([
    'packages/x/src/a.ts → packages/x/src/b.ts → packages/x/src/c/c.ts → packages/x/src/a.ts',
  ])
})
