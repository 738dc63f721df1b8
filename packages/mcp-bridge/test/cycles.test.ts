import { copyFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { badServer } from './bench.ts'
import { cycle } from './servers/cycle.ts'

it('leaves no process and no file descriptor behind, start after start', async () => {
  const script = join(mkdtempSync(join(tmpdir(), 'mcp-cycles-')), 'bad.mjs')
  copyFileSync(badServer, script)
  // The first one loads the SDK and opens what stays open.
  const before = await cycle(script, 1)
  const after = await cycle(script, 3)
  expect(after.processes).toBe(0)
  // Three pipes for each of three servers would be nine; the test runner opens one or two.
  expect(after.descriptors).toBeLessThan(before.descriptors + 6)
})
