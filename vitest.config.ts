import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      'packages/*',
      'apps/*',
      'examples/*',
      'templates/provider/{openai-chat,own}',
      'benchmarks',
      'tooling',
    ],
  },
})
