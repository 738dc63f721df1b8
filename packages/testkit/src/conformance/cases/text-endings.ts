import type { WireAnswer } from '../../wire/wire.ts'
import { define } from '../conformance-case.ts'
import { unicode } from '../material.ts'

const long: WireAnswer = {
  content: [{ type: 'text', text: unicode }],
  usage: { input: 12, output: 7 },
}

/** How an answer ends. */
export const textEndingCases = [
  define(
    'TXT-11',
    'P12',
    'A stop sequence ends with stop; which one it was is told where the wire tells it.',
    async (bench) => {
      const stage = await bench.open()
      const { parameters } = await stage.capabilities()
      const tells = bench.has('stop_sequence')
      stage.answer({ ...long, stop: 'stop', ...(tells && { stopSequence: 'END9' }) })
      const { response } = await stage.run('hi', { stopSequences: ['END9'] })
      bench.holds(
        response,
        { finishReason: 'stop', stopSequence: tells ? 'END9' : undefined },
        'the answer',
      )
      const sent = stage.request().text.includes('END9')
      bench.equal(sent, parameters?.stopSequences !== 0, 'whether the sequence was sent')
    },
  ),
  define(
    'TXT-12',
    'P12',
    'The limit of tokens ends with length.',
    async (bench) => {
      const stage = await bench.open()
      stage.answer({ ...long, stop: 'length' })
      bench.holds(
        await stage.run('hi'),
        { text: unicode, finishReason: 'length' },
        'the answer at its limit',
      )
    },
    { needs: ['length'] },
  ),
  define(
    'TXT-13',
    'P12 P15',
    'A filter ends with content_filter, with the text that there is; without any it is no success.',
    async (bench) => {
      for (const content of [long.content ?? [], []]) {
        const stage = await bench.open()
        stage.answer({ content, stop: 'content_filter' })
        const { result, error } = await stage.ask('hi')
        const ended = result?.finishReason ?? (error as { code?: string } | undefined)?.code
        bench.check(
          ended === 'content_filter' || ended === 'guardrail_intervened',
          `It ended with ${String(ended)}.`,
        )
        if (content.length > 0) bench.equal(result?.text, unicode, 'the text')
      }
    },
    { needs: ['content_filter'] },
  ),
  define(
    'TXT-14',
    'P12',
    'An answer without any content is bad_response, and may be tried again.',
    async (bench) => {
      const stage = await bench.open()
      if ((await stage.capabilities()).emptyAnswers === 'yes') {
        bench.skip('This model may answer with nothing.')
      }
      stage.answer({ content: [] })
      bench.holds(await stage.fails('hi'), { code: 'bad_response', retryable: true }, 'the error')
    },
  ),
  define(
    'TXT-15',
    'P12',
    'An end that nobody knows is other, and the wire’s own word is kept.',
    async (bench) => {
      const stage = await bench.open()
      stage.answer({ ...long, stop: 'unknown' })
      const { finishReason, rawFinishReason } = await stage.run('hi')
      bench.holds(
        { finishReason, rawFinishReason },
        { finishReason: 'other', rawFinishReason: /./ },
        'the end',
      )
    },
    { needs: ['unknown_stop'] },
  ),
]
