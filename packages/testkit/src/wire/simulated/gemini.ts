import { refuseGemini } from '../../simulators/http/gemini/refusal.ts'
import { startGeminiSimulator } from '../../simulators/http/gemini/index.ts'
import { fields, list } from '../../simulators/http/json.ts'
import { seal } from '../../simulators/http/seal.ts'
import type { Wire } from '../wire.ts'
import { eachData, httpWire, insert, type Events, type Variation } from './http-wire.ts'

const parts = (...all: readonly object[]): Events[number] => ({
  data: { candidates: [{ content: { role: 'model', parts: all }, index: 0 }] },
})

const variations: Readonly<Record<string, Variation>> = {
  'an unknown part': { of: 'unknown', edit: insert(parts({ xUnknown: { a: 1 } })) },
  'an unknown chunk': { of: 'unknown', edit: insert({ data: { xUnknown: { a: 1 } } }) },
  'unknown fields': { of: 'unknown', edit: eachData((data) => ({ ...data, xUnknown: { a: 1 } })) },
  'empty texts': { of: 'empty', edit: insert(parts({ text: '' }), parts()) },
  'usage after every chunk': {
    of: 'usage_again',
    edit: (events) => {
      let count = 0
      return eachData((data) => ({
        usageMetadata: { promptTokenCount: 1, candidatesTokenCount: (count += 1) },
        ...data,
      }))(events)
    },
  },
  'arguments that are missing': { of: 'no_arguments', edit: eachCall(({ name }) => ({ name })) },
  'arguments that are null': {
    of: 'no_arguments',
    edit: eachCall((call) => ({ ...call, args: null })),
  },
  'arguments in pieces without an end': { of: 'partial_arguments', edit: inPieces },
  MALFORMED_FUNCTION_CALL: {
    of: 'malformed_call',
    edit: () => [
      { data: { candidates: [{ content: {}, finishReason: 'MALFORMED_FUNCTION_CALL' }] } },
    ],
  },
  'an error in a list': {
    of: 'error_form',
    edit: insert({
      data: [{ error: { code: 503, message: 'The variant failed.', status: 'UNAVAILABLE' } }],
    }),
  },
}

function eachCall(change: (call: ReturnType<typeof fields>) => object) {
  return eachData((data) => ({
    ...data,
    candidates: list(data['candidates']).map((candidate) => {
      const content = fields(fields(candidate)['content'])
      return {
        ...fields(candidate),
        content: {
          ...content,
          parts: list(content['parts']).map((part) => {
            const call = fields(part)['functionCall']
            if (call === undefined) return part
            return { ...fields(part), functionCall: change(fields(call)) }
          }),
        },
      }
    }),
  }))
}

/** `{town}` in two pieces, and no closing call. */
function inPieces(events: Events): Events {
  return events.flatMap((one) => {
    const call = fields(callIn(one))
    const town = fields(call['args'])['town']
    if (typeof town !== 'string') return [one]
    const piece = (stringValue: string, more: object): object => ({
      functionCall: {
        partialArgs: [{ jsonPath: '$.town', stringValue, ...more }],
        willContinue: true,
      },
    })
    return [
      parts({ functionCall: { name: call['name'], willContinue: true } }),
      parts(piece(town.slice(0, 2), { willContinue: true })),
      parts(piece(town.slice(2), {})),
    ]
  })
}

function callIn({ data }: Events[number]): unknown {
  const [candidate] = list(fields(data)['candidates'])
  return list(fields(fields(candidate)['content'])['parts'])
    .map((part) => fields(part)['functionCall'])
    .find((call) => call !== undefined)
}

export const geminiWire: Wire = httpWire({
  name: 'gemini',
  start: startGeminiSimulator,
  stops: {
    stop: 'STOP',
    length: 'MAX_TOKENS',
    content_filter: 'SAFETY',
    tool_calls: 'STOP',
    unknown: 'ODD',
  },
  refuse: ({ status, message, kind }) => {
    if (kind === 'context_overflow') {
      return refuseGemini(
        400,
        `The input token count (1) exceeds the maximum number of tokens allowed (1). ${message}`,
      )
    }
    const refused = refuseGemini(status, message)
    if (kind !== 'quota') return refused
    const quota = {
      '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
      violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel' }],
    }
    return {
      ...refused,
      body: { error: { ...(fields(refused.body)['error'] as object), details: [quota] } },
    }
  },
  variations,
  lacks: {
    arguments_text: 'The arguments of a call are an object on this wire.',
    hidden_reasoning: 'This wire hides reasoning in the signature of a call.',
    stop_sequence: 'generateContent does not tell which stop sequence was met.',
  },
  // The first call of a turn is signed, not the thought.
  echoes: (part, { number }) =>
    part.type === 'tool_call'
      ? [Buffer.from(seal('gemini', `${number} ${part.name}`)).toString('base64')]
      : [],
})
