import type { ChatDelta } from '@autobot/core/provider'
import { describe, expect, test } from 'vitest'
import type { WireName } from '../src/index.ts'
import { ask, context, drain, fold, open } from './support/drain.ts'
import { failure } from './support/failure.ts'
import {
  anthropicMessage,
  anthropicSays,
  answersIn,
  chatSays,
  geminiSays,
  payloads,
  recorded,
  recordings,
  recordingsAreThere,
  responsesSay,
  type Said,
} from './support/recorded.ts'

interface Source {
  readonly prefix: string
  readonly folder: string
  readonly type: WireName
  readonly skip: RegExp
  readonly says: (payloads: readonly never[]) => Said
  /** What xAI counts is written down in one test below. */
  readonly usage?: 'elsewhere'
}

const chat = { type: 'openai-chat', says: chatSays } as const
const responses = { type: 'openai-responses', says: responsesSay } as const

const sources: readonly Source[] = [
  { ...chat, prefix: 'deepseek', folder: 'deepseek', skip: /^$/ },
  { ...chat, prefix: 'groq', folder: 'groq', skip: /^$/ },
  { ...chat, prefix: 'mistral', folder: 'mistral', skip: /^$/ },
  { ...chat, prefix: 'moonshot', folder: 'moonshotai', skip: /^$/ },
  { ...chat, prefix: 'openai', folder: 'openai', skip: /^(?!openai-text|azure)/ },
  { ...chat, prefix: 'xai', folder: 'openai-compatible', skip: /^$/, usage: 'elsewhere' },
  {
    ...responses,
    prefix: 'openai',
    folder: 'openai',
    skip: /^(?!openai-|parallel|programmatic|github)|openai-(text|completion|skill-create|error)|wrapper\.1\.chunks|shell-container\.1\.chunks/,
  },
  { ...responses, prefix: 'xai', folder: 'xai', skip: /xai-(text|tool-call)\.(json|chunks)/ },
  {
    ...chat,
    prefix: 'xai',
    folder: 'xai',
    skip: /^(?!xai-(text|tool-call)\.(json|chunks))/,
    usage: 'elsewhere',
  },
  {
    prefix: 'anthropic',
    folder: 'anthropic',
    type: 'anthropic-messages',
    skip: /skill-(version-)?create|spliced|duplicate/,
    says: anthropicSays,
  },
  {
    prefix: 'gemini',
    folder: 'google',
    type: 'gemini',
    skip: /^(?!google-)|429/,
    says: geminiSays,
  },
]

async function decode({ prefix, type }: Source, body: string): Promise<readonly ChatDelta[]> {
  const fetch = async (): Promise<Response> => new Response(body)
  const provider = await open(prefix, { apiKey: 'k', type }, { fetch })
  return drain(provider.stream(ask('hi', { model: 'm' }), context))
}

/** Inputs as values; those whose pieces the other reader does not join are left out. */
function seen(deltas: readonly ChatDelta[], prefix: string, said: Said): Said {
  const { text, reasoning, calls, usage } = fold(deltas, prefix)
  const { inputTokens, outputTokens } = usage as Record<string, number | undefined>
  const finish = deltas.find((delta) => delta.type === 'finish')
  return {
    text,
    reasoning,
    calls: calls.map((call, index) => ({
      name: call.name,
      input:
        said.calls[index]?.input === undefined
          ? undefined
          : (JSON.parse(call.text || '{}') as unknown),
    })),
    input: inputTokens,
    output: outputTokens,
    end: finish?.rawReason,
  }
}

describe
  .skipIf(!recordingsAreThere)
  .each(sources.map((source) => [`${source.type} of ${source.folder}`, source] as const))(
  '%s',
  (_name, source) => {
    const { prefix, folder, says, type, skip } = source
    const files = recordings(folder, skip)

    test('there are some', () => expect(files.length).toBeGreaterThan(0))

    test.each(files)('%s says what its bytes say, streamed and whole', async (file) => {
      const isWhole = file.endsWith('.json')
      for (const values of answersIn(payloads(folder, file))) {
        const said = says(values as never)
        const streamed = isWhole
          ? JSON.stringify(values[0])
          : values.map((value) => `data: ${JSON.stringify(value)}\n\n`).join('') +
            (type === 'openai-chat' ? 'data: [DONE]\n\n' : '')
        const bodies = isWhole
          ? [streamed]
          : [streamed, JSON.stringify(wholeOf(type, values, said))]
        const counted = source.usage === 'elsewhere' ? { input: 0, output: 0 } : {}
        for (const body of bodies) {
          const read = seen(await decode(source, body), prefix, said)
          expect({ ...read, ...counted }).toEqual({ ...said, ...counted })
        }
      }
    })
  },
)

/** The same answer as it would have come in one piece. */
function wholeOf(type: WireName, values: ReturnType<typeof payloads>, said: Said): object {
  switch (type) {
    case 'gemini':
      return values
    case 'anthropic-messages':
      return anthropicMessage(values)
    case 'openai-responses':
      return values.at(-1).response
    case 'openai-chat':
      return {
        id: 'x',
        choices: [
          {
            message: {
              content: said.text,
              reasoning_content: said.reasoning,
              tool_calls: said.calls.map(({ name, input }, index) => ({
                id: `c${index}`,
                function: { name, arguments: JSON.stringify(input) },
              })),
            },
            finish_reason: said.end,
          },
        ],
        usage: { prompt_tokens: said.input, completion_tokens: said.output },
      }
  }
}

test.skipIf(!recordingsAreThere)('xAI leaves reasoning out of its output', async () => {
  const source = sources.find(({ folder }) => folder === 'openai-compatible') as Source
  const values = payloads('openai-compatible', 'xai-text.json')
  const { usage } = values[0]
  const deltas = await decode(source, JSON.stringify(values[0]))
  expect(fold(deltas, 'xai').usage).toMatchObject({
    inputTokens: usage.prompt_tokens,
    outputTokens: usage.completion_tokens + usage.completion_tokens_details.reasoning_tokens,
  })
})

/** Recordings that are no answers of these wires, or not what they were: why, and who reads them. */
const exceptions: readonly [folder: string, files: RegExp, why: string][] = [
  ['openai', /completion-text/, 'of the old completions, another API'],
  ['openai', /skill-create/, 'of the API that keeps skills'],
  ['openai', /error/, 'refusals: see below, and recordings.test.ts'],
  ['openai', /wrapper\.1\.chunks/, 'its first line is no JSON; the whole answer is read'],
  ['openai', /shell-container\.1\.chunks/, 'its pieces were written by hand and make another text'],
  ['anthropic', /skill-(version-)?create/, 'of the API that keeps skills'],
  ['anthropic', /spliced/, 'two answers in one stream: refused, see recordings.test.ts'],
  ['anthropic', /duplicate/, 'one start twice: see below'],
  [
    'google',
    /^(basic|multi-turn|structured|tool-call-step)/,
    'of the Interactions API, another wire',
  ],
  ['google', /429/, 'a refusal: see below'],
]

describe.skipIf(!recordingsAreThere)('no recording is passed over without a reason', () => {
  const folders = [...new Set(sources.map(({ folder }) => folder))]

  test.each(folders)('%s', (folder) => {
    const read = new Set(
      sources.flatMap((source) =>
        source.folder === folder ? recordings(folder, source.skip) : [],
      ),
    )
    const unread = recordings(folder, /^$/).filter((file) => !read.has(file))
    const known = exceptions.filter(([where]) => where === folder)
    expect(unread.filter((file) => !known.some(([, files]) => files.test(file)))).toEqual([])
    for (const [, files] of known) expect(unread.some((file) => files.test(file))).toBe(true)
  })

  test.each([
    ['openai', 'openai', 'openai-error.1.json', 429, { code: 'quota', retryable: false }],
    [
      'openai',
      'openai',
      'reasoning-model-legacy-parameter-error.json',
      400,
      { code: 'invalid_request', message: expect.stringContaining('max_completion_tokens') },
    ],
    [
      'openai',
      'openai',
      'reasoning-model-temperature-error.json',
      400,
      { code: 'invalid_request', retryable: false },
    ],
    [
      'gemini',
      'google',
      'google-429-retry-info.json',
      429,
      { code: 'rate_limit', retryable: true, retryAfterMs: 34_400 },
    ],
  ])('%s refuses: %s/%s', async (prefix, folder, file, status, expected) => {
    expect(await failure(status, recorded(folder, file), {}, prefix)).toMatchObject(expected)
  })

  test('TXT-17 one start twice is one answer', async () => {
    const source = sources.find(({ folder }) => folder === 'anthropic') as Source
    const values = payloads('anthropic', 'duplicate-message-start.chunks.txt')
    const [first, ...rest] = values
    const once = [first, ...rest.filter(({ type }) => type !== 'message_start')]
    const text = (events: readonly object[]) =>
      events.map((value) => `data: ${JSON.stringify(value)}\n\n`).join('')
    expect(fold(await decode(source, text(values)))).toEqual(fold(await decode(source, text(once))))
  })
})
