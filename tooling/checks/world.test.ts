import { expect, test } from 'vitest'
import { readTree } from './tree.ts'
import { door, world } from './world.ts'

test('packages meet the world through the host', () => {
  expect(world(readTree())).toEqual([])
})

test.each([
  'const key = process.env.KEY',
  `import { env } from 'node:process'`,
  'console.log(1)',
  'await fetch(url)',
  'connect({ fetch })',
  'const send = globalThis.fetch',
  'const at = Date.now()',
  'const at = new Date()',
  'const id = Math.random()',
])('finds %s', (text) => {
  expect(world([{ path: 'packages/x/src/a.ts', text }])).toHaveLength(1)
  expect(world([{ path: door, text }])).toEqual([])
})

test.each([
  'const send = ({ fetch }) => fetch(url)',
  'function send(fetch: typeof globalThis.fetch) { return connect({ fetch }) }',
  'const { fetch } = host; fetch(url)',
  'host.fetch(url); const at = new Date(host.now())',
  `import process from 'node:process'; process.kill(pid)`,
  '// Date.now() in a comment',
])('allows %s', (text) => {
  expect(world([{ path: 'packages/x/src/a.ts', text }])).toEqual([])
})
