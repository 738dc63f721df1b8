// Writes the pins that tooling/checks/surface.test.ts compares with: the reviewed diff of a release.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pinPath, printSurface, surfaces } from '../tooling/checks/surface.ts'
import { readTree, root } from '../tooling/checks/tree.ts'

const pins = join(root, dirname(pinPath('x')))
rmSync(pins, { recursive: true, force: true })
mkdirSync(pins, { recursive: true })
for (const [folder, surface] of surfaces(readTree())) {
  writeFileSync(join(root, pinPath(folder)), printSurface(surface))
  console.log(pinPath(folder))
}
