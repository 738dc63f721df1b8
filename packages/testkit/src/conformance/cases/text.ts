import type { Bench } from '../bench.ts'
import { define } from '../conformance-case.ts'
import type { Stage } from '../stage.ts'
import { tool, unicode } from '../material.ts'
import type { SimulatedPart } from '../../simulators/http/answer.ts'
import type { WireAnswer } from '../../wire/wire.ts'

const long: WireAnswer = {
  content: [{ type: 'text', text: unicode }],
  usage: { input: 12, output: 7 },
}
const both: readonly SimulatedPart[] = [
  { type: 'text', text: 'Both. ' },
  { type: 'tool_call', name: 'f', input: { a: [1, 'ключ', null] } },
  { type: 'tool_call', name: 'g', input: {} },
]
const tools = ['f', 'g'].map((name) => tool(name))

/** The answer of one run, without what differs from server to server. */
async function answered(stage: Stage, answer: WireAnswer): Promise<object> {
  stage.answer(answer)
  const { newMessages, usage, finishReason } = await stage.run('hi')
  const [, message] = newMessages
  return {
    finishReason,
    usage,
    content: message?.content.map((part) => {
      const { providerMetadata: _, ...rest } = part
      if (rest.type !== 'tool_call') return rest
      const { id: _id, nativeId: _native, ...call } = rest
      return { ...call, argumentsText: JSON.stringify(call.input) }
    }),
  }
}

async function sameIn(
  bench: Bench,
  kind: Parameters<Bench['variants']>[0],
  answer: WireAnswer = long,
): Promise<void> {
  const plain = await answered(await bench.open(), answer)
  for (const variant of bench.variants(kind)) {
    bench.equal(await answered(await bench.open(), { ...answer, variant }), plain, variant)
  }
}

export const textCases = [
  define(
    'TXT-01',
    'P9 P12 P13',
    'The deltas of a text joined are the text of the message; it ends with stop, and usage is told.',
    async (bench) => {
      const stage = await bench.open()
      stage.answer(long)
      const { events, error } = await stage.ask('What is 東京? 🌍')
      const end = events.find((event) => event.type === 'response_end')
      const deltas = events.map((event) => (event.type === 'text_delta' ? event.text : ''))
      if (end === undefined) return bench.fail(`No answer came: ${String(error)}`)
      bench.equal(deltas.join(''), unicode, 'the deltas joined')
      bench.holds(end.response, { text: unicode, finishReason: 'stop' }, 'the answer')
      if (bench.has('usage')) {
        bench.holds(end.response.usage, { inputTokens: 12, outputTokens: 7 }, 'usage')
      }
      bench.check(stage.request().text.includes('What is'), 'The question was not sent.')
    },
  ),
  define(
    'TXT-02',
    'P14',
    'An answer in one piece is the same message as the streamed one.',
    async (bench) => {
      const answer = { ...long, content: both }
      const plain = await answered(await bench.open({ tools }), answer)
      bench.holds(plain, { content: [{ text: 'Both. ' }, { name: 'f' }, { name: 'g' }] }, 'stream')
      const whole = await answered(await bench.open({ tools }), { ...answer, whole: true })
      bench.equal(whole, plain, 'in one piece')
    },
    { needs: ['whole', 'tools'] },
  ),
  define(
    'TXT-03',
    'P10 P11',
    'Bytes that are cut anywhere, within characters and frames too, give the same answer.',
    async (bench) => {
      const answer = bench.has('tools') ? { ...long, content: both } : long
      const plain = await answered(await bench.open({ tools }), answer)
      for (const bytes of [1, 2, 3, 5, 7, 64]) {
        const cut = await answered(await bench.open({ tools }), { ...answer, bytes })
        bench.equal(cut, plain, `pieces of ${bytes} bytes`)
      }
    },
  ),
  define(
    'TXT-04',
    'P10',
    'Empty fragments and blocks make no empty text part.',
    async (bench) => {
      for (const variant of bench.variants('empty')) {
        const stage = await bench.open()
        stage.answer({ ...long, variant })
        const { newMessages } = await stage.run('hi')
        const parts = newMessages[1]?.content ?? []
        bench.holds(parts, [{ type: 'text', text: unicode }], variant)
      }
    },
    { variants: 'empty' },
  ),
  define(
    'TXT-05',
    'P12',
    'Comments, keep-alives and every line end are read over.',
    (bench) => sameIn(bench, 'framing'),
    { variants: 'framing' },
  ),
  define(
    'TXT-06',
    'P12',
    'Unknown events, blocks and fields are ignored, and nothing breaks.',
    (bench) => sameIn(bench, 'unknown'),
    { variants: 'unknown' },
  ),
  define(
    'TXT-07',
    'P12 P16',
    'An end without the wire’s own end marker is bad_response; it is tried again only while nothing was delivered.',
    async (bench) => {
      const retry = { maxRetries: 1, initialDelayMs: 1 }
      for (const damage of [{ kind: 'no_end' }, { kind: 'cut', after: 'text' }] as const) {
        const stage = await bench.open({ retry })
        stage.answer({ ...long, damage })
        const { result, error } = await stage.ask('hi')
        const { length } = stage.server.requests
        if (stage.request(1).streams) {
          bench.holds(error, { code: 'bad_response' }, `${damage.kind}: the error`)
          bench.equal(length, 1, `${damage.kind}: requests`)
        } else bench.equal([result?.text, length], ['ok', 2], `${damage.kind}: tried again`)
      }
      const again = await bench.open({ retry })
      again.answer({ ...long, damage: { kind: 'cut', after: 'nothing' } })
      bench.equal((await again.run('hi')).text, 'ok', 'after an empty body, tried again')
    },
  ),
  define(
    'TXT-08',
    'P15 P17',
    'A connection that breaks is a network error that holds what had arrived.',
    async (bench) => {
      const stage = await bench.open()
      stage.answer({ ...long, damage: { kind: 'reset', after: 'text' } })
      const { code, partial } = await stage.fails('hi')
      bench.equal(code, 'network', 'the code')
      if (!stage.request().streams) return
      bench.holds(partial?.content, [{ type: 'text', text: /^Gr/ }], 'what had arrived')
    },
  ),
  define(
    'TXT-09',
    'P13',
    'Usage is told once, wherever in the answer it stands.',
    (bench) => sameIn(bench, 'usage_place'),
    { variants: 'usage_place', needs: ['usage'] },
  ),
  define(
    'TXT-10',
    'P13',
    'Usage that is repeated is replaced, never added.',
    (bench) => sameIn(bench, 'usage_again'),
    { variants: 'usage_again', needs: ['usage'] },
  ),
  define(
    'TXT-16',
    'P9',
    'The model, the answer’s id and the request’s id are told where the wire gives them.',
    async (bench) => {
      const { response } = await (await bench.open()).run('hi')
      if (bench.has('response_id')) bench.holds(response, { responseId: /./ }, 'the answer’s id')
      if (bench.has('response_model')) {
        bench.holds(response, { responseModel: /./ }, 'the answer’s model')
      }
      if (bench.has('request_id')) bench.holds(response, { requestId: /./ }, 'the request’s id')
    },
  ),
  define(
    'TXT-17',
    'P9 P12',
    'A start that comes twice is read once; a second answer in the stream is an error.',
    async (bench) => {
      await sameIn(bench, 'double_start')
      for (const variant of bench.variants('two_answers')) {
        const stage = await bench.open()
        stage.answer({ ...long, variant })
        await stage.fails('hi')
      }
    },
    { variants: 'double_start' },
  ),
  define(
    'TXT-18',
    'P10',
    'Ids of items that change within the answer do not tear it apart.',
    (bench) => sameIn(bench, 'rotated_ids'),
    { variants: 'rotated_ids' },
  ),
]
