import { startSimulator, type HttpSimulator, type HttpSimulatorOptions } from '../server.ts'
import { firstOf, type SimulatedWire } from '../wire.ts'
import { checkContents } from './contents.ts'
import { checkParameters } from './parameters.ts'
import { refuseGemini } from './refusal.ts'
import { geminiStream, geminiWhole } from './stream.ts'

const wire: SimulatedWire = {
  base: '/v1beta',
  route: (method, path) => {
    const found = /^\/models\/([^/:]+):(generateContent|streamGenerateContent)$/.exec(path)
    const [, model = '', operation] = found ?? []
    return found !== null && method === 'POST'
      ? { model, streams: operation === 'streamGenerateContent' }
      : undefined
  },
  key: (headers) => headers['x-goog-api-key'],
  check: ({ body, model }) =>
    firstOf([
      () =>
        /^(gemini|gemma)-/.test(model)
          ? undefined
          : refuseGemini(404, `models/${model} is not found for API version v1beta.`),
      () => checkParameters(body, model),
      () => checkContents(body, model),
    ]),
  refuse: refuseGemini,
  stream: geminiStream,
  whole: geminiWhole,
  fault: (message) => ({ data: { error: { code: 503, message, status: 'UNAVAILABLE' } } }),
  endEvents: () => 1,
}

/** Gemini's generateContent on this machine, as strict as the real service. */
export function startGeminiSimulator(options: HttpSimulatorOptions = {}): Promise<HttpSimulator> {
  return startSimulator(wire, options)
}
