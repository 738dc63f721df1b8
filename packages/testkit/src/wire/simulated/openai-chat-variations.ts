import { fields, list, type Fields } from '../../simulators/http/json.ts'
import { eachData, insert, type Events, type Variation } from './http-wire.ts'

type Data = Record<string, unknown>

const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_767_225_600 }
const chunk = (delta: object): Events[number] => ({
  data: { ...head, model: 'm', choices: [{ index: 0, delta, finish_reason: null }] },
})

/** How servers of this wire write the same answer in their own ways. */
export const chatVariations: Readonly<Record<string, Variation>> = {
  'an unknown chunk': {
    of: 'unknown',
    edit: insert({ data: { ...head, object: 'x.unknown', choices: [], x_unknown: { a: 1 } } }),
  },
  'unknown fields': {
    of: 'unknown',
    edit: eachDelta((delta) => ({ ...delta, x_unknown: [1, null] })),
  },
  'empty texts': {
    of: 'empty',
    edit: insert(chunk({ content: '' }), chunk({ content: null }), chunk({})),
  },
  'usage with the end': { of: 'usage_place', edit: usageWithEnd },
  'usage after every chunk': { of: 'usage_again', edit: usageEverywhere },
  'indices from 1': { of: 'calls', edit: eachCall((call) => shifted(call, 1)) },
  'index 0 for every call': {
    of: 'calls',
    edit: eachCall((call) => ({ ...call, index: 0 })),
  },
  'no indices': { of: 'calls', edit: eachCall(({ index: _index, ...call }) => call) },
  'interleaved fragments': { of: 'calls', edit: interleaved },
  'empty names with fragments': {
    of: 'late_name',
    edit: eachCall((call) => ({ ...call, function: { name: '', ...fields(call['function']) } })),
  },
  'ids that are missing': { of: 'no_ids', edit: eachCall(({ id: _id, ...call }) => call) },
  'ids that are null': {
    of: 'no_ids',
    edit: eachCall((call) => ('id' in call ? { ...call, id: null } : call)),
  },
  'arguments that are null': { of: 'no_arguments', edit: argumentsOf(null) },
  'arguments that are missing': { of: 'no_arguments', edit: argumentsOf(undefined) },
  'arguments that are an empty text': { of: 'no_arguments', edit: argumentsOf('') },
  'a refused generation': {
    of: 'malformed_call',
    edit: () => [
      {
        data: {
          error: { message: 'No call.', type: 'invalid_request_error', code: 'tool_use_failed' },
        },
      },
    ],
  },
  'an error that is a text': {
    of: 'error_form',
    edit: insert({ data: { error: 'The variant failed.' } }),
  },
  'an error beside choices': {
    of: 'error_form',
    edit: insert({
      data: {
        ...head,
        error: { message: 'The variant failed.', code: 502 },
        choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }],
      },
    }),
  },
}

function eachDelta(change: (delta: Fields) => object): (events: Events) => Events {
  return eachData((data: Data) => ({
    ...data,
    ...(data['choices'] !== undefined && {
      choices: list(data['choices']).map((choice) => ({
        ...fields(choice),
        delta: change(fields(fields(choice)['delta'])),
      })),
    }),
  }))
}

function eachCall(change: (call: Fields) => object): (events: Events) => Events {
  return eachDelta((delta) => ({
    ...delta,
    ...(delta['tool_calls'] !== undefined && {
      tool_calls: list(delta['tool_calls']).map((call) => change(fields(call))),
    }),
  }))
}

function shifted(call: Fields, by: number): object {
  return { ...call, index: Number(call['index']) + by }
}

/** Fragments after the first of a call are dropped, and its own arguments are these. */
function argumentsOf(value: string | null | undefined) {
  return (events: Events): Events =>
    eachCall((call) => ({
      ...call,
      function: { name: fields(call['function'])['name'], arguments: value },
    }))(
      events.filter(({ data }) => {
        const [call] = callsIn(data)
        return call === undefined || call['id'] !== undefined
      }),
    )
}

/** First the openings of all calls, then their fragments in turns. */
function interleaved(events: Events): Events {
  const calls = events.filter(({ data }) => callsIn(data).length > 0)
  const at = events.findIndex(({ data }) => callsIn(data).length > 0)
  const rest = events.filter((event) => !calls.includes(event))
  const byIndex = Map.groupBy(calls, ({ data }) => callsIn(data)[0]?.['index'])
  const lanes = [...byIndex.values()]
  const longest = Math.max(0, ...lanes.map(({ length }) => length))
  const mixed = Array.from({ length: longest }, (_, turn) =>
    lanes.flatMap((lane) => lane.slice(turn, turn + 1)),
  ).flat()
  return [...rest.slice(0, at), ...mixed, ...rest.slice(at)]
}

function callsIn(data: object | string): readonly Fields[] {
  if (typeof data === 'string') return []
  const [choice] = list(fields(data)['choices'])
  return list(fields(fields(choice)['delta'])['tool_calls']).map((call) => fields(call))
}

function usageWithEnd(events: Events): Events {
  const usage = events.map(({ data }) => fields(data)['usage']).find((found) => found !== undefined)
  return events
    .filter(({ data }) => fields(data)['usage'] === undefined)
    .map((event) =>
      /"finish_reason":"/.test(JSON.stringify(event.data))
        ? { ...event, data: { ...fields(event.data), usage } }
        : event,
    )
}

function usageEverywhere(events: Events): Events {
  let count = 0
  return eachData((data) =>
    data['usage'] === undefined
      ? { ...data, usage: { prompt_tokens: 1, completion_tokens: (count += 1), total_tokens: 0 } }
      : data,
  )(events)
}
