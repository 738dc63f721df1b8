import { definePackage } from '../../tooling/build/tsup.ts'
import { vendorListPlugin } from './scripts/vendor-list.mjs'

const entries = { index: 'src/index.ts', compatible: 'src/compatible.ts' }

export default Object.assign(definePackage(entries), { esbuildPlugins: [vendorListPlugin] })
