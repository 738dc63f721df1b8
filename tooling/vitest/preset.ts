import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/**
 * The one test configuration: sources instead of builds, one file pattern. The files of a package
 * share a process, and what they import is loaded once for it: a new one for each took more time
 * than the tests of most.
 */
export function preset(): ReturnType<typeof defineConfig> {
  const conditions = ['@autobot/source', 'node', 'import', 'default']
  return defineConfig({
    ssr: { resolve: { conditions, externalConditions: conditions } },
    test: {
      include: ['test/**/*.test.ts', 'checks/**/*.test.ts'],
      testTimeout: 20_000,
      isolate: false,
      // Vitest keeps a core for itself and hardly uses it: of two cores, one would idle.
      maxWorkers: Math.max(2, availableParallelism() - 1),
    },
  })
}
