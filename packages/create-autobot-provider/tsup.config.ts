import { definePackage } from '../../tooling/build/tsup.ts'

export default definePackage({ main: 'src/main.ts' })
