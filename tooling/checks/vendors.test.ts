import { expect, test } from 'vitest'
import { readTree } from './tree.ts'
import { vendors } from './vendors.ts'

test('core names no vendor', () => {
  expect(vendors(readTree())).toEqual([])
})

test.each(['// as OpenAI does', 'const isClaude = 1', `'us.amazon.nova-pro'`, 'AWS_REGION'])(
  'finds a vendor in %s',
  (text) => {
    const path = 'packages/core/src/a.ts'
    expect(vendors([{ path, text }])).not.toEqual([])
  },
)

test('knows words that only contain a name', () => {
  const text = 'draws innovation conversed, a conversation, vertexes'
  expect(vendors([{ path: 'packages/core/src/a.ts', text }])).toEqual([])
})
