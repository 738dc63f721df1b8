import { refuseAnthropic } from '../../simulators/http/anthropic/refusal.ts'
import { startAnthropicSimulator } from '../../simulators/http/anthropic/index.ts'
import { fields } from '../../simulators/http/json.ts'
import { seal } from '../../simulators/http/seal.ts'
import type { Wire } from '../wire.ts'
import { eachData, httpWire, insert, type Events, type Variation } from './http-wire.ts'

const event = (type: string, data: object = {}): Events[number] => ({
  event: type,
  data: { type, ...data },
})
const block = (content_block: object, index = 90): Events => [
  event('content_block_start', { index, content_block }),
  event('content_block_stop', { index }),
]
const typeOf = ({ data }: Events[number]): unknown => fields(data)['type']

/** After the first delta of a text. */
function afterText(...added: Events): (events: Events) => Events {
  return (events) => {
    const at = events.findIndex((one) => JSON.stringify(one.data).includes('"text_delta"')) + 1
    return [...events.slice(0, at), ...added, ...events.slice(at)]
  }
}

const variations: Readonly<Record<string, Variation>> = {
  'an unknown event': { of: 'unknown', edit: insert(event('x_unknown', { a: 1 })) },
  'an unknown block': {
    of: 'unknown',
    edit: insert(...block({ type: 'x_unknown', payload: 'x' })),
  },
  'an unknown delta': {
    of: 'unknown',
    edit: afterText(event('content_block_delta', { index: 0, delta: { type: 'x_unknown_delta' } })),
  },
  'unknown fields': { of: 'unknown', edit: eachData((data) => ({ ...data, x_unknown: { a: 1 } })) },
  'empty texts': {
    of: 'empty',
    edit: afterText(
      event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: '' } }),
    ),
  },
  'an empty block': {
    of: 'empty',
    edit: (events) => {
      const at = events.findIndex((one) => typeOf(one) === 'message_delta')
      return [...events.slice(0, at), ...block({ type: 'text', text: '' }), ...events.slice(at)]
    },
  },
  'usage that grows': {
    of: 'usage_again',
    edit: (events) =>
      events.flatMap((one) =>
        typeOf(one) === 'message_delta'
          ? [event('message_delta', { delta: {}, usage: { output_tokens: 1 } }), one]
          : [one],
      ),
  },
  'no fragments': {
    of: 'no_arguments',
    edit: (events) => events.filter((one) => !/input_json_delta/.test(JSON.stringify(one.data))),
  },
  'the start twice': {
    of: 'double_start',
    edit: (events) => [...events.slice(0, 1), ...events],
  },
  'two answers in one': {
    of: 'two_answers',
    edit: afterText(
      event('message_start', {
        message: { id: 'msg_other', type: 'message', role: 'assistant', model: 'm', content: [] },
      }),
    ),
  },
  'a search of the service': {
    of: 'provider_executed',
    edit: insert(
      ...block({ type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: {} }, 90),
      ...block({ type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] }, 91),
    ),
  },
  'an overload': {
    of: 'error_form',
    edit: insert(
      event('error', { error: { type: 'overloaded_error', message: 'The variant failed.' } }),
    ),
  },
}

export const anthropicWire: Wire = httpWire({
  name: 'anthropic-messages',
  start: startAnthropicSimulator,
  stops: {
    stop: 'end_turn',
    length: 'max_tokens',
    content_filter: 'refusal',
    tool_calls: 'tool_use',
    unknown: 'odd',
  },
  refuse: ({ status, message, kind }) => {
    if (kind === 'context_overflow') return refuseAnthropic(400, `prompt is too long: ${message}`)
    const refused = refuseAnthropic(status, message)
    if (kind !== 'quota') return refused
    return { ...refused, body: { type: 'error', error: { type: 'billing_error', message } } }
  },
  variations,
  stopSequence: (events, sequence) =>
    events.map((one) =>
      typeOf(one) === 'message_delta'
        ? {
            ...one,
            data: {
              ...fields(one.data),
              delta: { stop_reason: 'stop_sequence', stop_sequence: sequence },
            },
          }
        : one,
    ),
  lacks: {},
  echoes: (part) =>
    part.type !== 'reasoning'
      ? []
      : part.hidden === true
        ? [seal('anthropic-redacted', part.text)]
        : [seal('anthropic', part.text), JSON.stringify(part.text).slice(1, -1)],
})
