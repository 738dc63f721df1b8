// Asks the real service and keeps its answers as test data. A file that is there is not replaced:
// rm -r test/fixtures && ACME_API_KEY=… npm run record
import { recordFixtures } from '@autobot/testkit'
import { plugin } from '../src/index.ts'

await recordFixtures(plugin, {
  model: 'acme/some-model',
  folder: new URL('fixtures/', import.meta.url),
})
