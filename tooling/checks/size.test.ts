import { expect, test } from 'vitest'
import { maxLines, size } from './size.ts'
import { readTree } from './tree.ts'

test('every source file is a small room', () => {
  expect(size(readTree())).toEqual([])
})

test('finds the line too many', () => {
  const file = (lines: number) => ({ path: 'packages/x/src/a.ts', text: 'x\n'.repeat(lines) })
  expect(size([file(maxLines)])).toEqual([])
  expect(size([file(maxLines + 1)])).toHaveLength(1)
})
