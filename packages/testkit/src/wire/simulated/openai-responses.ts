import { fields } from '../../simulators/http/json.ts'
import { seal } from '../../simulators/http/seal.ts'
import { startOpenAiResponsesSimulator } from '../../simulators/http/openai-responses/index.ts'
import type { Wire } from '../wire.ts'
import { eachData, httpWire, insert, type Events, type Variation } from './http-wire.ts'
import { refuseAsOpenAi } from './openai-chat.ts'

const unknownItem = { id: 'x_1', type: 'x_unknown', status: 'completed', payload: [1] }
const search = { id: 'ws_1', type: 'web_search_call', status: 'completed' }
const item = (type: 'added' | 'done', value: object): Events[number] => ({
  event: `response.output_item.${type}`,
  data: { type: `response.output_item.${type}`, output_index: 90, item: value },
})
const failed = (type: string, data: object): Events[number] => ({
  event: type,
  data: { type, ...data },
})

const variations: Readonly<Record<string, Variation>> = {
  'an unknown event': {
    of: 'unknown',
    edit: insert(failed('response.x_unknown.delta', { output_index: 0, delta: 'x' })),
  },
  'an unknown item': {
    of: 'unknown',
    edit: insert(item('added', unknownItem), item('done', unknownItem)),
  },
  'unknown fields': { of: 'unknown', edit: eachData((data) => ({ ...data, x_unknown: { a: 1 } })) },
  'empty texts': {
    of: 'empty',
    edit: (events) =>
      events.flatMap((event) =>
        fields(event.data)['type'] === 'response.output_text.delta'
          ? [{ ...event, data: { ...fields(event.data), delta: '' } }, event]
          : [event],
      ),
  },
  'ids that rotate': { of: 'rotated_ids', edit: rotated },
  'a search of the service': {
    of: 'provider_executed',
    edit: insert(item('added', search), item('done', search)),
  },
  'response.failed': {
    of: 'error_form',
    edit: insert(
      failed('response.failed', {
        response: {
          id: 'resp_1',
          status: 'failed',
          error: { code: 'server_error', message: 'The variant failed.' },
        },
      }),
    ),
  },
  'an error event': {
    of: 'error_form',
    edit: insert(failed('error', { code: 'server_error', message: 'The variant failed.' })),
  },
}

/** Each event tells another id for the same item, as one gateway does. */
function rotated(events: Events): Events {
  let count = 0
  return eachData((data) => {
    count += 1
    const { item } = data
    return {
      ...data,
      ...(data['item_id'] !== undefined && { item_id: `rotated_${count}` }),
      ...(item !== undefined && { item: { ...fields(item), id: `rotated_${count}` } }),
    }
  })(events)
}

export const responsesWire: Wire = httpWire({
  name: 'openai-responses',
  start: startOpenAiResponsesSimulator,
  stops: {
    stop: undefined,
    length: 'max_output_tokens',
    content_filter: 'content_filter',
    tool_calls: undefined,
    unknown: 'odd',
  },
  refuse: refuseAsOpenAi,
  variations,
  lacks: { stop_sequence: 'Responses has no stop sequences.' },
  echoes: (part) => (part.type === 'reasoning' ? [seal('openai-responses', part.text)] : []),
})
