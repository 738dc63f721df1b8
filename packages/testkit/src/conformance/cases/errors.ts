import type { ErrorCode } from '@autobot/core'
import type { WireAnswer } from '../../wire/wire.ts'
import type { Bench } from '../bench.ts'
import { define } from '../conformance-case.ts'
import { text, type Stage } from '../stage.ts'

const content: WireAnswer['content'] = [{ type: 'text', text: 'A somewhat longer answer.' }]
const retry = { maxRetries: 2, initialDelayMs: 1, maxDelayMs: 50 }
const failure = (status: number, more: object = {}): WireAnswer => ({
  failure: { status, message: `Refused with ${status}.`, ...more },
})

const refused: readonly (readonly [number, readonly ErrorCode[]])[] = [
  [400, ['invalid_request']],
  [401, ['auth']],
  [403, ['permission', 'auth']],
  [404, ['model_not_found', 'invalid_request']],
  [413, ['invalid_request', 'context_overflow']],
  [422, ['invalid_request']],
]

/** An error within an answer needs an answer that is streamed. */
function streamed(bench: Bench, stage: Stage): void {
  if (!stage.request(1).streams) bench.skip('This model answers in one piece.')
}

export const errorCases = [
  define(
    'ERR-01',
    'P15 P16',
    'A refused request has the code of its kind, the service’s words and ids, and is not tried again.',
    async (bench) => {
      for (const [status, codes] of refused) {
        const stage = await bench.open({ retry })
        stage.answer(failure(status))
        const error = await stage.fails('hi')
        bench.check(codes.includes(error.code), `${status} has the code ${error.code}.`)
        bench.holds(
          error,
          { status, retryable: false, message: new RegExp(`Refused with ${status}`) },
          'the error',
        )
        if (bench.has('request_id')) bench.holds(error, { requestId: /./ }, 'the error')
        bench.equal(stage.server.requests.length, 1, `${status}: requests`)
      }
    },
  ),
  define(
    'ERR-02',
    'P15',
    'A limit is waited for as long as the service asks, whichever way it asks.',
    async (bench) => {
      for (const [headers, least] of [
        [{ 'retry-after': '0.02' }, 20],
        [{}, undefined],
      ] as const) {
        const stage = await bench.open({ retry })
        stage.answer(failure(429, { headers }))
        const { events, error } = await stage.ask('hi')
        if (error !== undefined) bench.fail(`It was not tried again: ${text(error)}`)
        const [event] = events.filter(({ type }) => type === 'retry')
        bench.holds(event, { error: { code: 'rate_limit' } }, 'the second try')
        if (least !== undefined) bench.holds(event, { delayMs: least }, 'the wait')
      }
      const dated = await bench.open({ retry: { ...retry, maxRetries: 0 } })
      const date = new Date(1_767_225_600_000 + 5000).toUTCString()
      dated.answer(failure(429, { headers: { 'retry-after': date } }))
      const { retryAfterMs } = await dated.fails('hi')
      bench.check(
        retryAfterMs === undefined || retryAfterMs === 5000,
        `A date is read as ${retryAfterMs} ms.`,
      )
    },
  ),
  define(
    'ERR-03',
    'P15',
    'An account without credit is quota, and is not tried again.',
    async (bench) => {
      const stage = await bench.open({ retry })
      stage.answer(failure(429, { kind: 'quota' }))
      bench.holds(await stage.fails('hi'), { code: 'quota', retryable: false }, 'the error')
    },
    { needs: ['quota'] },
  ),
  define(
    'ERR-04',
    'P15 P16',
    'A failure of the service is tried again, by core alone.',
    async (bench) => {
      for (const [status, more, codes] of [
        [500, {}, ['server']],
        [502, { form: 'page' }, ['server', 'overloaded']],
        [503, { form: 'empty' }, ['overloaded', 'server']],
        [529, {}, ['overloaded', 'server']],
      ] as const) {
        const once = await bench.open()
        once.answer(failure(status, more), failure(status, more))
        const error = await once.fails('hi')
        bench.check(
          (codes as readonly string[]).includes(error.code),
          `${status} is ${error.code}.`,
        )
        bench.equal(error.retryable, true, `${status}: retryable`)
        bench.equal(once.server.requests.length, 1, `${status}: requests of the provider`)
        const stage = await bench.open({ retry })
        stage.answer(failure(status, more))
        bench.equal((await stage.run('hi')).text, 'ok', `${status}: tried again`)
      }
    },
  ),
  define(
    'ERR-05',
    'P16 P17',
    'An error as the first event of an answer is tried again.',
    async (bench) => {
      const stage = await bench.open({ retry })
      stage.answer({ content, damage: { kind: 'error', after: 'nothing', message: 'Oops.' } })
      const { result } = await stage.ask('hi')
      streamed(bench, stage)
      bench.equal(result?.text, 'ok', 'tried again')
      bench.equal(stage.server.requests.length, 2, 'requests')
    },
    { needs: ['fault', 'streams'] },
  ),
  define(
    'ERR-06',
    'P16 P17',
    'An error after the first text is the end: what had arrived is kept, and nothing is sent again.',
    async (bench) => {
      const stage = await bench.open({ retry })
      stage.answer({ content, damage: { kind: 'error', after: 'text', message: 'Oops-6.' } })
      const { events, error } = await stage.ask('hi')
      streamed(bench, stage)
      bench.holds(
        error,
        { message: /Oops-6/, partial: { content: [{ text: /^A s/ }] } },
        'the error',
      )
      bench.equal(events.at(-1)?.type, 'run_end', 'the last event')
      bench.equal(stage.server.requests.length, 1, 'requests')
    },
    { needs: ['fault', 'streams'] },
  ),
  define(
    'ERR-07',
    'P17',
    'An error within an answer is one error, whatever its shape, with the service’s words.',
    async (bench) => {
      const said: WireAnswer = {
        content,
        damage: { kind: 'error', after: 'text', message: 'The variant failed.' },
      }
      const answers = bench
        .variants('error_form')
        .map((variant): WireAnswer => ({ content, variant }))
      for (const answer of [said, ...answers]) {
        const stage = await bench.open()
        stage.answer(answer)
        const { error } = await stage.ask('hi')
        streamed(bench, stage)
        bench.holds(error, { message: /The variant failed\./ }, answer.variant ?? 'the error')
      }
    },
    { needs: ['fault', 'streams'] },
  ),
  define(
    'ERR-08',
    'P15',
    'What is too long is context_overflow; a limit of tokens a minute is not.',
    async (bench) => {
      const stage = await bench.open()
      stage.answer(failure(400, { kind: 'context_overflow' }))
      bench.holds(await stage.fails('hi'), { code: 'context_overflow' }, 'the error')
      const limited = await bench.open()
      limited.answer({ failure: { status: 429, message: 'Too many tokens, please wait.' } })
      bench.holds(await limited.fails('hi'), { code: 'rate_limit' }, 'a limit')
    },
    { needs: ['context_overflow'] },
  ),
  define(
    'ERR-09',
    'P15',
    'The words of a refusal are read out of whatever came.',
    async (bench) => {
      for (const more of [{}, { form: 'page' }, { form: 'empty' }]) {
        const stage = await bench.open()
        stage.answer(failure(502, more))
        const { message } = await stage.fails('hi')
        bench.check(message.trim() !== '', 'The error says nothing.')
        bench.check(!/<html|\[object/i.test(message), `A page is shown: ${message}`)
      }
      const stage = await bench.open()
      stage.answer({ content, damage: { kind: 'corrupt' } })
      bench.check((await stage.ask('hi')).error !== undefined, 'A broken event is an answer.')
    },
  ),
  define('ERR-10', 'P19', 'The key is in no error and in no line of the log.', async (bench) => {
    const stage = await bench.open()
    const { key } = stage.server
    for (const status of [401, 400, 500]) {
      stage.answer({ failure: { status, message: `Bearer ${key} is wrong; x${key}x too.` } })
      const error = await stage.fails('hi')
      const shown = `${text(error)} ${JSON.stringify(error)} ${String(error.cause)}`
      bench.check(!shown.includes(key), `The key stands in the error of ${status}.`)
    }
  }),
]
