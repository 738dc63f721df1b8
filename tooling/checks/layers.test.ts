import { expect, test } from 'vitest'
import { layers } from './layers.ts'
import { readTree } from './tree.ts'

test('nobody imports what it may not know', () => {
  expect(layers(readTree())).toEqual([])
})

test.each([
  [
    'a room of core that knows a neighbour',
    'packages/core/src/stream/a.ts',
    `import type { Tool } from '../tools/b.ts'`,
  ],
  [
    'a contract with an import',
    'packages/core/src/contract/a.ts',
    `import { x } from '../errors/b.ts'`,
  ],
  [
    'a loop that knows the registry',
    'packages/core/src/agent/a.ts',
    `import { x } from '../registry/registry.ts'`,
  ],
  [
    'a room that knows the assembly',
    'packages/core/src/agent/a.ts',
    `export { x } from '../index.ts'`,
  ],
  ['a room without a rule', 'packages/core/src/drawer/a.ts', `import { x } from '../errors/b.ts'`],
  ['a dependency of core', 'packages/core/src/call/a.ts', `import { z } from 'zod'`],
  ['Node in core', 'packages/core/src/call/a.ts', `import { join } from 'node:path'`],
  ['Node in the host', 'packages/core/src/host/a.ts', `import { request } from 'node:http'`],
  ['Node types in core', 'packages/core/src/call/a.ts', `import type { Agent } from 'node:http'`],
  [
    'a provider that takes all of core',
    'packages/provider-x/src/a.ts',
    `import type { Tool } from '@autobot/core'`,
  ],
  [
    'a provider that knows another',
    'packages/provider-x/src/a.ts',
    `const m = await import('@autobot/provider-y')`,
  ],
  [
    'an SDK that is loaded at once',
    'packages/provider-x/src/a.ts',
    `import { Client } from 'vendor-sdk'`,
  ],
  [
    'a codec that sends',
    'packages/provider-x/src/wire/a.ts',
    `import { post } from '../transport/post.ts'`,
  ],
  [
    'sessions with a provider',
    'packages/sessions/src/a.ts',
    `import { x } from '@autobot/provider-x'`,
  ],
  ['a package without a rule', 'packages/new/src/a.ts', `import { x } from '@autobot/core'`],
  [
    'a path into another package',
    'packages/models/src/a.ts',
    `import { x } from '../../core/src/index.ts'`,
  ],
  [
    'a path by name into sources',
    'packages/models/src/a.ts',
    `import { x } from '@autobot/core/src/index.ts'`,
  ],
])('finds %s', (_name, path, text) => {
  expect(layers([{ path, text }])).toHaveLength(1)
})

test('finds an SDK that two files load, and a second composition file', () => {
  const sdk = ['a', 'b'].map((name) => ({
    path: `packages/provider-x/src/${name}.ts`,
    text: `const sdk = await import('vendor-sdk/client')`,
  }))
  const app = ['a', 'b'].map((name) => ({
    path: `apps/x/src/${name}.ts`,
    text: `import { http } from '@autobot/provider-http'`,
  }))
  expect(layers(sdk)).toHaveLength(1)
  expect(layers(app)).toHaveLength(1)
  expect(layers([sdk[0]!, app[0]!])).toEqual([])
})
