import { definePackage } from '../../tooling/build/tsup.ts'
import { vendorFiles, vendorListPlugin } from './scripts/vendor-list.mjs'

const entries = {
  index: 'src/index.ts',
  compatible: 'src/compatible.ts',
  ...Object.fromEntries(
    vendorFiles.map((file) => [`providers/${file}`, `src/providers/${file}.ts`]),
  ),
}

export default Object.assign(definePackage(entries), { esbuildPlugins: [vendorListPlugin] })
