import { defineConfig } from 'vitest/config'

const conditions = ['@autobot/source', 'node', 'import', 'default']

export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: { include: ['**/described/suite.ts'] },
})
