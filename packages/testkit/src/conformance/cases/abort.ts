import { getEventListeners } from 'node:events'
import { ProviderError, type AgentEvent } from '@autobot/core'
import type { WireAnswer } from '../../wire/wire.ts'
import type { Bench } from '../bench.ts'
import { define } from '../conformance-case.ts'
import { tool } from '../material.ts'
import type { Stage } from '../stage.ts'

const content: WireAnswer['content'] = [{ type: 'text', text: 'A somewhat longer answer.' }]
const stall = (after: 'nothing' | 'text'): WireAnswer => ({
  content,
  damage: { kind: 'stall', after },
})

/** Waits until a request has come, by looking again and again. */
async function asked(stage: Stage): Promise<void> {
  while (stage.server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
}

/** The provider itself, without core's own watch over it. */
async function bare(bench: Bench, stage: Stage, controller: AbortController): Promise<void> {
  const running = stage.deltas({}, controller.signal)
  await stage.soon('The request', asked(stage))
  controller.abort(new Error('test'))
  const { error } = await stage.soon('The end after an abort', running)
  bench.check(ProviderError.is(error), `It ended with ${String(error)}.`)
  bench.holds(error, { code: 'aborted', retryable: false }, 'the error')
  await stage.soon('The close of the connection', stage.server.closed(1))
}

export const abortCases = [
  define('ABR-01', 'P18', 'Aborted before it is sent, nothing is sent.', async (bench) => {
    const stage = await bench.open()
    const error = await stage.fails('hi', { signal: AbortSignal.abort() })
    bench.equal(error.code, 'aborted', 'the code')
    const { error: own } = await stage.deltas({}, AbortSignal.abort())
    bench.holds(own, { code: 'aborted' }, 'the error of the provider')
    bench.equal(stage.server.requests.length, 0, 'requests')
  }),
  define(
    'ABR-02',
    'P18',
    'Aborted while it waits for an answer, it ends with aborted and hangs up.',
    async (bench) => {
      const stage = await bench.open()
      stage.answer(stall('nothing'))
      await bare(bench, stage, new AbortController())
    },
  ),
  define(
    'ABR-03',
    'P18',
    'Aborted within an answer, it ends at once with aborted and hangs up.',
    async (bench) => {
      const stage = await bench.open()
      stage.answer(stall('text'))
      await bare(bench, stage, new AbortController())
      const through = await bench.open()
      through.answer(stall('text'))
      const controller = new AbortController()
      const running = through.ask('hi', { signal: controller.signal })
      await through.soon('The request', asked(through))
      controller.abort()
      const { error } = await through.soon('The end after an abort', running)
      bench.holds(error, { code: 'aborted' }, 'the error')
      await through.soon('The close of the connection', through.server.closed(1))
    },
  ),
  define(
    'ABR-04',
    'P18',
    'Whoever leaves the loop hangs up.',
    async (bench) => {
      const stage = await bench.open()
      stage.answer(stall('text'))
      const provider = await stage.provider()
      const model = bench.model.slice(bench.prefix.length + 1)
      const question = { role: 'user', content: [{ type: 'text', text: 'hi' }] } as const
      const { signal } = new AbortController()
      const leave = async (): Promise<void> => {
        for await (const delta of provider.stream({ model, messages: [question] }, { signal })) {
          if (delta.type === 'text') break
        }
      }
      await stage.soon('The first text', leave())
      await stage.soon('The close of the connection', stage.server.closed(1))
    },
    { needs: ['streams'] },
  ),
  define(
    'ABR-05',
    '',
    'Aborted while it waits for a second try, it ends at once.',
    async (bench) => {
      const stage = await bench.open({ retry: { maxRetries: 2, initialDelayMs: 60_000 } })
      stage.answer({ failure: { status: 500, message: 'Later.' } })
      const controller = new AbortController()
      const run = async (): Promise<unknown> => {
        try {
          for await (const event of stage.agent.stream('hi', { signal: controller.signal })) {
            if (event.type === 'retry') controller.abort()
          }
          return undefined
        } catch (error) {
          return error
        }
      }
      const error = await stage.soon('The end after an abort', run())
      bench.holds(error, { code: 'aborted' }, 'the error')
      bench.equal(stage.server.requests.length, 1, 'requests')
    },
  ),
  define(
    'ABR-06',
    '',
    'Aborted while tools run, they get the signal, and the history goes on afterwards.',
    async (bench) => {
      const controller = new AbortController()
      let told = false
      const stage = await bench.open({
        tools: [
          {
            ...tool('f'),
            execute: (_input: unknown, { signal }) =>
              new Promise<string>((resolve) => {
                signal.addEventListener('abort', () => {
                  told = true
                  resolve('late')
                })
                controller.abort()
              }),
          },
        ],
      })
      if ((await stage.capabilities()).tools === 'none') bench.skip('This model takes no tools.')
      stage.answer({ content: [{ type: 'tool_call', name: 'f', input: {} }] })
      const { events } = await stage.ask('hi', { signal: controller.signal })
      bench.check(told, 'The tool did not learn of it.')
      const end = events.find(
        (event): event is AgentEvent & { type: 'run_end' } => event.type === 'run_end',
      )
      const messages = end?.result.messages ?? []
      bench.equal((await stage.run('go on', { messages })).text, 'ok', 'the next answer')
    },
    { needs: ['tools'] },
  ),
  define(
    'ABR-07',
    'P18',
    'Silence is a timeout, never an answer, and the connection is closed.',
    async (bench) => {
      const stage = await bench.open({ timeouts: { idleMs: 40, firstTokenMs: 1000 } })
      stage.answer(stall('text'))
      bench.holds(await stage.fails('hi'), { code: 'timeout' }, 'the error')
      // On a machine that is busy, the request itself may come too late.
      if (stage.server.requests.length === 0) return
      await stage.soon('The close of the connection', stage.server.closed(1))
    },
  ),
  define(
    'ABR-08',
    'P18 P22',
    'Many calls one after another leave no listener behind.',
    async (bench) => {
      const stage = await bench.open()
      const { signal } = new AbortController()
      for (let call = 0; call < 25; call += 1) await stage.run('hi', { signal, messages: [] })
      const { length } = getEventListeners(signal, 'abort')
      bench.check(length <= 1, `${length} listeners were left behind by 25 calls.`)
    },
  ),
]
