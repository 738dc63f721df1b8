import { definePackage } from '../../tooling/build/tsup.ts'
import { vendorListPlugin } from './scripts/vendor-list.mjs'

export default Object.assign(definePackage({ index: 'src/index.ts' }), {
  esbuildPlugins: [vendorListPlugin],
})
