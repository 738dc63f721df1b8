// Run by describe-provider.test.ts, in a process of its own: it fails on purpose.
import { describeProvider } from '../../../src/vitest.ts'
import { referencePlugin } from '../reference-provider.ts'
import { referenceWire } from '../reference-wire.ts'

describeProvider(referencePlugin('a length is a stop'), {
  name: 'Reference with a fault',
  model: 'reference/large',
  wire: referenceWire,
  skip: [
    { cases: ['TXT-15'], reason: 'Reason of the provider.' },
    { cases: ['TXT-99'], reason: 'There is no such case.' },
  ],
})
