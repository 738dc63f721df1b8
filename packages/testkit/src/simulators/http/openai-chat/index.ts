import { text } from '../json.ts'
import { bearer, refuseOpenAi } from '../openai-refusal.ts'
import { startSimulator, type HttpSimulator, type HttpSimulatorOptions } from '../server.ts'
import { firstOf, type SimulatedWire } from '../wire.ts'
import { chatFlavour, type ChatFlavourName } from './flavour.ts'
import { checkMessages } from './messages.ts'
import { checkParameters } from './parameters.ts'
import { chatStream, chatWhole } from './stream.ts'

export interface OpenAiChatSimulatorOptions extends HttpSimulatorOptions {
  /** Which service of this wire. Default `openai`. */
  readonly flavour?: ChatFlavourName
}

/** A service of Chat Completions on this machine, as strict as the real one. */
export function startOpenAiChatSimulator(
  options: OpenAiChatSimulatorOptions = {},
): Promise<HttpSimulator> {
  const { flavour: name = 'openai', ...rest } = options
  const flavour = chatFlavour(name)
  const wire: SimulatedWire = {
    base: '/v1',
    route: (method, path, body) =>
      method === 'POST' && path === '/chat/completions'
        ? { model: text(body['model']), streams: body['stream'] === true }
        : undefined,
    key: bearer,
    check: ({ body, model }) =>
      firstOf([
        () => (model === '' ? refuseOpenAi(400, 'you must provide a model parameter') : undefined),
        () => checkParameters(body, model, flavour),
        () => checkMessages(body, model, flavour),
      ]),
    refuse: refuseOpenAi,
    stream: (answer, context) => chatStream(answer, context, flavour),
    whole: (answer, context) => chatWhole(answer, context, flavour),
    fault: (message) => ({ data: { error: { message, type: 'server_error', code: null } } }),
    // The finish reason, what comes after it, and `[DONE]`.
    endEvents: (events) =>
      events.length -
      events.findIndex(({ data }) => /"finish_reason":"/.test(JSON.stringify(data))),
  }
  return startSimulator(wire, rest)
}
