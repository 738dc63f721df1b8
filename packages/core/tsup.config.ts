import { definePackage } from '../../tooling/build/tsup.ts'

// No entries of the package. They keep what `prepare` alone needs out of the files that an agent
// reads at once: a bundler that splits loads a file whole, for whoever needs a line of it.
const apart = { agent: 'src/create-agent.ts', prepare: 'src/prepare/prepare.ts' }

export default definePackage(
  { index: 'src/index.ts', provider: 'src/provider.ts' },
  // The JSON Schema validator is bundled, so that the package has no runtime dependency.
  { bundled: ['@cfworker/json-schema'], apart },
)
