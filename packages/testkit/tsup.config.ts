import { definePackage } from '../../tooling/build/tsup.ts'

export default definePackage({ index: 'src/index.ts', vitest: 'src/vitest.ts' })
