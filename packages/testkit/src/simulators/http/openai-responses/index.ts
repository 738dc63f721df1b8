import { text } from '../json.ts'
import { bearer, refuseOpenAi } from '../openai-refusal.ts'
import { startSimulator, type HttpSimulator, type HttpSimulatorOptions } from '../server.ts'
import { firstOf, type SimulatedWire } from '../wire.ts'
import { checkItems } from './items.ts'
import { checkParameters } from './parameters.ts'
import { responsesStream, responsesWhole } from './stream.ts'

const wire: SimulatedWire = {
  base: '/v1',
  route: (method, path, body) =>
    method === 'POST' && path === '/responses'
      ? { model: text(body['model']), streams: body['stream'] === true }
      : undefined,
  key: bearer,
  check: ({ body, model }) =>
    firstOf([
      () => (model === '' ? refuseOpenAi(400, "Missing required parameter: 'model'.") : undefined),
      () => checkParameters(body, model),
      () => checkItems(body),
    ]),
  refuse: refuseOpenAi,
  stream: responsesStream,
  whole: responsesWhole,
  fault: (message) => ({
    event: 'error',
    data: { type: 'error', error: { type: 'server_error', code: 'server_error', message } },
  }),
  endEvents: () => 1,
}

/** OpenAI's Responses on this machine, as strict as the real service; nothing is stored. */
export function startOpenAiResponsesSimulator(
  options: HttpSimulatorOptions = {},
): Promise<HttpSimulator> {
  return startSimulator(wire, options)
}
