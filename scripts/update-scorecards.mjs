// The conformance of our own providers, written into their READMEs. Needs no build and no network.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { runConformance, withScorecard } from '../packages/testkit/src/index.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
let failed = 0

for (const folder of ['packages', 'examples'].flatMap(members)) {
  const file = join(root, folder, 'test/conformance/targets.ts')
  if (!existsSync(file)) continue
  const { plugin, targets } = await import(pathToFileURL(file).href)
  const cards = []
  for (const target of targets) {
    const card = await runConformance(plugin, target)
    const { passed, failed: lost, skipped } = card.counts
    console.log(`${folder} ${card.name}: ${passed} passed, ${lost} failed, ${skipped} skipped`)
    for (const { report } of card.cases) if (report !== undefined) console.log(report)
    failed += lost
    cards.push(card)
  }
  const readme = join(root, folder, 'README.md')
  const { name } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  const before = existsSync(readme) ? readFileSync(readme, 'utf8') : `# ${name}\n`
  writeFileSync(readme, withScorecard(before, cards))
}
// Connections that a provider keeps for later are nobody's any more.
process.exit(failed === 0 ? 0 : 1)

function members(folder) {
  return readdirSync(join(root, folder)).map((name) => `${folder}/${name}`)
}
