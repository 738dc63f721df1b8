import { define } from '../conformance-case.ts'

export const usageCases = [
  define(
    'USE-01',
    'P13',
    'What was read from and written to a cache is part of the input, once.',
    async (bench) => {
      const stage = await bench.open()
      stage.answer({ usage: { input: 100, output: 30, cacheRead: 60 } })
      bench.holds(
        (await stage.run('hi')).usage,
        { inputTokens: 100, outputTokens: 30, cacheReadTokens: 60 },
        'usage',
      )
    },
    { needs: ['usage', 'cache_usage'] },
  ),
  define(
    'USE-02',
    'P13',
    'What the wire does not say of usage is unknown, not 0.',
    async (bench) => {
      const stage = await bench.open()
      stage.answer({ usage: null })
      const { usage } = await stage.run('hi')
      const said = Object.values(usage).filter((count) => count !== undefined)
      bench.equal(said, [], 'counts that nobody gave')
    },
  ),
  define(
    'USE-03',
    'P13',
    'The output includes reasoning, whether or not the wire adds it up.',
    async (bench) => {
      const stage = await bench.open({ model: bench.models.reasoning })
      stage.answer({ usage: { input: 10, output: 30, reasoning: 12 } })
      bench.holds((await stage.run('hi')).usage, { inputTokens: 10, outputTokens: 30 }, 'usage')
    },
    { needs: ['usage', 'reasoning_usage'] },
  ),
]
