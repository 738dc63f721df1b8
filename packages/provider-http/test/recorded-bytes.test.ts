import type { ChatDelta } from '@autobot/core/provider'
import { describe, expect, test } from 'vitest'
import type { WireName } from '../src/index.ts'
import { ask, context, drain, fold, open } from './support/drain.ts'
import {
  anthropicMessage,
  anthropicSays,
  answersIn,
  chatSays,
  geminiSays,
  payloads,
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
    // Of the old completions, refusals, answers without any content of ours, and one whose first
    // line is not JSON, and one whose pieces were written by hand and make another text.
    skip: /^(?!openai-|parallel|programmatic|github)|openai-(text|completion|skill-create|error)|approval\.[14]|wrapper\.1\.chunks|container\.1\.chunks/,
  },
  { ...responses, prefix: 'xai', folder: 'xai', skip: /xai-(text|tool-call)\.(json|chunks)/ },
  {
    prefix: 'anthropic',
    folder: 'anthropic',
    type: 'anthropic-messages',
    // Not answers, and one that a test of its own refuses.
    skip: /skill-(version-)?create|spliced|duplicate|error\.json/,
    says: anthropicSays,
  },
  // The others speak another API of the same vendor.
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
