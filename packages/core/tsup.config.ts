import { definePackage } from '../../tooling/build/tsup.ts'

// The JSON Schema validator is bundled, so that the package has no runtime dependency.
export default definePackage({ index: 'src/index.ts', provider: 'src/provider.ts' }, [
  '@cfworker/json-schema',
])
