import { describeProvider } from '@autobot/testkit/vitest'
import { plugin } from '../src/index.ts'
import { wire } from './wire.ts'

// Each case is explained in docs/provider-contract.md of autobot. What your service cannot do is
// skipped with the reason: skip: [{ cases: ['REA-01'], reason: 'Acme has no model that reasons.' }]
describeProvider(plugin, {
  model: 'acme/some-model',
  wire,
  fixtures: new URL('fixtures/', import.meta.url),
  skip: [],
})
