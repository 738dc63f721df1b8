import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { badServer } from './bench.ts'
import { cycle } from './servers/cycle.ts'
import { temporaryFolder } from './temporary-folder.ts'

it('leaves no process and no file descriptor behind, start after start', async () => {
  const script = join(temporaryFolder('cycles', onTestFinished), 'bad.mjs')
  copyFileSync(badServer, script)
  // The first one loads the SDK and opens what stays open.
  const before = await cycle(script, 1)
  const after = await cycle(script, 3)
  expect(after.processes).toBe(0)
  // Three pipes for each of three servers would be nine; the test runner opens one or two.
  expect(after.descriptors).toBeLessThan(before.descriptors + 6)
})
