import { defaultHost, ProviderError, type Message } from '@autobot/core'
import type { Bench } from '../bench.ts'
import { define, type ConformanceCase } from '../conformance-case.ts'
import type { Stage } from '../stage.ts'
import { base64, calls, png, result, tool, user } from '../material.ts'

const content = [{ type: 'text', text: 'A somewhat longer answer.' }] as const

function only(
  id: string,
  rules: string,
  obligation: string,
  run: ConformanceCase['run'],
): ConformanceCase {
  return define(id, rules, obligation, (bench) => {
    if (bench.wire.name !== 'bedrock-converse') bench.skip('This is about Bedrock’s own wire.')
    return run(bench)
  })
}

function streamed(bench: Bench, stage: Stage): void {
  if (!stage.request().streams) bench.skip('This model answers in one piece.')
}

const at = (bench: Bench, name: string): string => `${bench.prefix}/${name}`

/** What only the wire of Bedrock has. */
export const bedrockCases = [
  only(
    'BED-01',
    'P16 P17',
    'A throttle in mid-stream is rate_limit, and is not tried again.',
    async (bench) => {
      const stage = await bench.open({ retry: { maxRetries: 2, initialDelayMs: 1 } })
      stage.answer({ content, variant: 'an exception' })
      const { error } = await stage.ask('hi')
      streamed(bench, stage)
      bench.holds(error, { code: 'rate_limit' }, 'the error')
      bench.equal(stage.server.requests.length, 1, 'requests')
    },
  ),
  only(
    'BED-02',
    'P16 P17',
    'A failure as the first frame is tried again by core alone.',
    async (bench) => {
      const answer = {
        content,
        damage: { kind: 'error', after: 'nothing', message: 'Oops.' },
      } as const
      const once = await bench.open()
      once.answer(answer)
      const { error } = await once.ask('hi')
      streamed(bench, once)
      bench.check(ProviderError.is(error), 'No error came.')
      bench.equal(once.server.requests.length, 1, 'requests of the provider')
      const stage = await bench.open({ retry: { maxRetries: 1, initialDelayMs: 1 } })
      stage.answer(answer)
      bench.equal((await stage.run('hi')).text, 'ok', 'tried again')
    },
  ),
  only(
    'BED-03',
    'P3',
    'Keys of the configuration win over a token of the environment.',
    async (bench) => {
      const secret = (name: string): string | undefined =>
        name === 'AWS_BEARER_TOKEN_BEDROCK' ? 'a-token' : undefined
      const stage = await bench.open({ host: { secret } })
      await stage.run('hi')
      bench.check(
        /^AWS4-HMAC-SHA256 /.test(stage.request().headers['authorization'] ?? ''),
        'The token was sent.',
      )
    },
  ),
  only('BED-04', 'P3', 'AWS_DEFAULT_REGION alone is honoured.', async (bench) => {
    const secret = (name: string): string | undefined =>
      name === 'AWS_DEFAULT_REGION' ? 'eu-west-3' : undefined
    const stage = await bench.open({ host: { secret } }, { region: null, endpoint: null })
    const provider = await stage.provider()
    const model = bench.model.slice(bench.prefix.length + 1)
    const wire = await provider.explain?.(
      { model, messages: [user('hi')] },
      { signal: new AbortController().signal },
    )
    bench.check(/eu-west-3/.test(wire?.url ?? ''), `The request goes to ${wire?.url}.`)
  }),
  only('BED-05', 'P3', 'An endpoint of the environment is used.', async (bench) => {
    const first = await bench.open()
    const { url } = first.server
    const secret = (name: string): string | undefined =>
      name === 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME' ? url : undefined
    const stage = await bench.open({ host: { secret } }, { endpoint: null })
    await stage.run('hi')
    bench.equal(first.server.requests.length, 1, 'requests at that endpoint')
  }),
  only(
    'BED-06',
    'P14',
    'A model that cannot stream tools is asked in one piece, with the same answer.',
    async (bench) => {
      const answers = []
      for (const name of ['us.meta.llama3-3-70b-instruct-v1:0', 'us.amazon.nova-pro-v1:0']) {
        const stage = await bench.open({ model: at(bench, name), tools: [tool('f')] })
        stage.answer({ content: [...content, { type: 'tool_call', name: 'f', input: {} }] })
        const { toolCalls, text } = await stage.run('hi')
        answers.push({ text, names: toolCalls.map((call) => call.name) })
        bench.equal(stage.request(1).streams, name.includes('nova'), `${name}: whether it streams`)
      }
      bench.equal(answers[0], answers[1], 'the answers')
    },
  ),
  only('BED-07', 'P12', 'What a filter of the service stops is no success.', async (bench) => {
    const stage = await bench.open()
    stage.answer({ content, stop: 'content_filter' })
    bench.holds(await stage.run('hi'), { finishReason: 'content_filter' }, 'the end')
  }),
  only('BED-08', 'P6', 'An ARN that hides the family is asked with care.', async (bench) => {
    const arn = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123'
    const stage = await bench.open({ model: at(bench, arn), system: 'brief-8', tools: [tool('f')] })
    bench.equal((await stage.run('hi')).text, 'ok', 'the answer')
    bench.check(stage.request().text.includes('brief-8'), 'The system text was lost.')
  }),
  only(
    'BED-09',
    'P4',
    'Every request goes through the host’s fetch, and so through its proxy.',
    async (bench) => {
      let count = 0
      const stage = await bench.open({
        host: {
          fetch: (input, init) => {
            count += 1
            return defaultHost().fetch(input, init)
          },
        },
      })
      await stage.run('hi')
      bench.equal(count, 1, 'requests through the host')
    },
  ),
  only('BED-10', 'P8', 'Blocks that nobody knows are not sent back.', async (bench) => {
    const stage = await bench.open()
    stage.answer({ content, variant: 'an unknown delta' })
    await stage.run('hi')
    await stage.run('again')
    bench.check(!stage.request().text.includes('xUnknown'), 'An unknown block was sent.')
  }),
  only(
    'BED-11',
    'P5',
    'A model that takes no status of results gets none; one that wants objects gets them.',
    async (bench) => {
      const messages: readonly Message[] = [user('a'), calls('c1'), result('c1', 'r', true)]
      const writer = await bench.open({
        model: at(bench, 'us.writer.palmyra-x5-v1:0'),
        tools: [tool('f')],
      })
      await writer.run('go on', { messages })
      bench.check(!writer.request().text.includes('"status"'), 'A status was sent.')
      const nova = await bench.open({ model: at(bench, 'us.amazon.nova-pro-v1:0'), topK: 37 })
      await nova.run('hi')
      bench.check(/"topK":37/.test(nova.request().text), 'topK is not where Nova wants it.')
    },
  ),
  only(
    'BED-12',
    'P5',
    'Of a view on a larger buffer only its own bytes are sent.',
    async (bench) => {
      const stage = await bench.open({ model: bench.models.vision })
      const { capabilities } = await stage.agent.registry.resolve(bench.models.vision)
      if (capabilities.media?.image === undefined) bench.skip('This model takes no pictures.')
      const pool = new Uint8Array(png.length + 64).fill(7)
      pool.set(png, 32)
      const data = pool.subarray(32, 32 + png.length)
      await stage.run([
        {
          role: 'user',
          content: [
            { type: 'text', text: 'see' },
            { type: 'file', mediaType: 'image/png', data },
          ],
        },
      ])
      bench.check(stage.request().text.includes(`"${base64(png)}"`), 'Other bytes were sent.')
    },
  ),
]
