import { text } from '../json.ts'
import { startSimulator, type HttpSimulator, type HttpSimulatorOptions } from '../server.ts'
import { firstOf, type SimulatedWire } from '../wire.ts'
import { checkMessages } from './messages.ts'
import { anthropicModel } from './model.ts'
import { checkParameters } from './parameters.ts'
import { invalid, refuseAnthropic } from './refusal.ts'
import { anthropicStream, anthropicWhole } from './stream.ts'

const wire: SimulatedWire = {
  base: '',
  route: (method, path, body) =>
    method === 'POST' && path === '/v1/messages'
      ? { model: text(body['model']), streams: body['stream'] === true }
      : undefined,
  key: (headers) =>
    headers['x-api-key'] ?? /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1],
  check: ({ body, model: id, headers }) => {
    if (headers['anthropic-version'] === undefined) {
      return invalid('anthropic-version: header is required')
    }
    const model = anthropicModel(id)
    if (model === undefined) return refuseAnthropic(404, `model: ${id}`)
    return firstOf([() => checkParameters(body, id, model), () => checkMessages(body, model)])
  },
  refuse: refuseAnthropic,
  stream: anthropicStream,
  whole: anthropicWhole,
  fault: (message) => ({
    event: 'error',
    data: { type: 'error', error: { type: 'overloaded_error', message } },
  }),
  endEvents: () => 1,
}

/** Anthropic's Messages on this machine, as strict as the real service. */
export function startAnthropicSimulator(
  options: HttpSimulatorOptions = {},
): Promise<HttpSimulator> {
  return startSimulator(wire, options)
}
