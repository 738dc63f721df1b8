// Starts and kills a stubborn server many times: what is left behind?
//   node --conditions=@autobot/source scripts/cycles.mjs [200]
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cycle } from '../test/servers/cycle.ts'

const count = Number(process.argv[2] ?? 200)
const folder = mkdtempSync(join(tmpdir(), 'mcp-cycles-'))
const script = join(folder, 'bad.mjs')
copyFileSync(fileURLToPath(new URL('../test/servers/bad.mjs', import.meta.url)), script)
const began = Date.now()
const before = await cycle(script, 2)
for (let done = 0; done < count; done += 20) {
  const { descriptors, processes } = await cycle(script, Math.min(20, count - done))
  console.log(`${done + 20}: ${processes} processes left, ${descriptors} descriptors`)
}
const after = await cycle(script, 1)
console.log(`${count} cycles in ${((Date.now() - began) / 1000).toFixed(0)} s`)
console.log(
  `processes left ${after.processes}, descriptors ${before.descriptors} -> ${after.descriptors}`,
)
rmSync(folder, { recursive: true, force: true })
process.exit(after.processes === 0 && after.descriptors <= before.descriptors ? 0 : 1)
