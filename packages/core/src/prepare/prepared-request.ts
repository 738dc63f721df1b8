import type { Message } from '../contract/message.ts'
import type { OutputSchema, PreparedRequest, RequestOptions } from '../contract/request.ts'
import { cachePoints } from './cache-points.ts'
import { cleanJson, cleanText, isBlank } from './clean-text.ts'
import { checkContextSize } from './context-size.ts'
import type { PrepareTarget, Warn } from './pass.ts'
import type { ChosenTools } from './tool-choice.ts'

/** What the passes have made of a request's parts. */
export interface PreparedParts {
  readonly messages: readonly Message[]
  readonly chosen: ChosenTools
  readonly settings: Partial<PreparedRequest>
  readonly output?: OutputSchema | undefined
}

/** The parts as one request, with the marks that stand on the whole of it. */
export function preparedRequest(
  request: RequestOptions,
  { prefix, model, capabilities }: PrepareTarget,
  { messages, chosen, settings, output }: PreparedParts,
  warn: Warn,
): PreparedRequest {
  const hasTools = chosen.tools.length > 0
  const rules = capabilities.cachePoints
  const points = cachePoints(messages, hasTools, request.cache ?? 'auto', rules, warn)
  const prepared: PreparedRequest = {
    model,
    messages,
    ...(hasTools && chosen),
    ...settings,
    ...(output !== undefined && { output }),
    ...passedOn(request, prefix),
    ...(points.length > 0 && { cachePoints: points }),
  }
  checkContextSize(prepared, capabilities, warn)
  return prepared
}

/** What providers read as it is. */
function passedOn(request: RequestOptions, prefix: string): RequestOptions {
  const own =
    request.providerOptions !== undefined && Object.hasOwn(request.providerOptions, prefix)
      ? request.providerOptions[prefix]
      : undefined
  const user = cleanText(request.user ?? '')
  return {
    ...(request.cache !== undefined && { cache: request.cache }),
    ...(!isBlank(user) && { user }),
    ...(request.metadata !== undefined && {
      metadata: cleanJson(request.metadata) as Readonly<Record<string, string>>,
    }),
    ...(own !== undefined && { providerOptions: Object.fromEntries([[prefix, own]]) }),
  }
}
