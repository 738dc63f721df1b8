import { defineConfig } from 'vitest/config'

/** The one test configuration: sources instead of builds, one file pattern. */
export function preset(): ReturnType<typeof defineConfig> {
  const conditions = ['@autobot/source', 'node', 'import', 'default']
  return defineConfig({
    ssr: { resolve: { conditions, externalConditions: conditions } },
    test: { include: ['test/**/*.test.ts', 'checks/**/*.test.ts'], testTimeout: 20_000 },
  })
}
