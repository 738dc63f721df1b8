import type { ChatRequest, PreparedRequest, ToolChoice } from '../contract/request.ts'
import type { Warning } from '../contract/response.ts'
import { answerTool, outputStrategy } from './answer-tool.ts'
import { callIds } from './call-ids.ts'
import { clientCalls, hasToolBlocks } from './client-calls.ts'
import { flattenTools } from './flatten-tools.ts'
import { fileSource } from './media-rules.ts'
import { media, mediaManners } from './media.ts'
import { output } from './output.ts'
import { ownership } from './ownership.ts'
import { parameters } from './parameters.ts'
import type { Pass, PrepareTarget, Warn } from './pass.ts'
import type { PrepareOptions, Prepared } from './prepared.ts'
import { preparedRequest } from './prepared-request.ts'
import { repair } from './repair.ts'
import { roles } from './roles.ts'
import { splitCalls } from './split-calls.ts'
import { textBeforeCalls } from './text-before-calls.ts'
import { knownChoices, stubTools, toolChoice } from './tool-choice.ts'
import { renameTools, toolNames } from './tool-names.ts'
import { toolResults } from './tool-results.ts'
import { compileTools, encodeInputs, selectTools } from './tools.ts'

/** `prepare` with all passes, for any request. */
export function prepareWhole(
  request: ChatRequest,
  target: PrepareTarget,
  options: PrepareOptions = {},
): Prepared {
  const { capabilities } = target
  const warnings: Warning[] = []
  const warn: Warn = (code, message, path) => {
    warnings.push({ code, message, ...(path !== undefined && { path }) })
  }
  const pass: Pass = { target, capabilities, warn }
  const resolve = fileSource(options.media ?? new Map())

  const settings = parameters(request, capabilities, warn)
  const reasons = settings.reasoning !== undefined && settings.reasoning !== 'none'

  let messages = repair(request.messages, warn)
  messages = ownership(messages, target, request.reasoning)
  messages = textBeforeCalls(messages)

  const strategy = outputStrategy(request, capabilities)
  const given = request.tools ?? []
  const answer = strategy === 'tool' ? answerTool(request, given) : undefined
  const offered = answer === undefined ? given : [...given, answer.definition]
  const choice = answer === undefined ? request.toolChoice : answerChoice()
  const selected = selectTools(offered, choice, pass)
  const names = toolNames(selected, messages, capabilities.toolNames?.maxLength ?? 64)
  const compiled = compileTools(selected, names, pass)

  messages = callIds(messages, target, names.toWire)
  messages = encodeInputs(messages, compiled.schemas)
  messages = renameTools(messages, names)
  if (capabilities.tools === 'none') messages = flattenTools(messages)
  if (capabilities.tools === 'single') messages = splitCalls(messages)
  const hasHistory = hasToolBlocks(messages)

  messages = toolResults(messages, capabilities, resolve, warn)
  const shaped = output(request.output, messages, capabilities, strategy, answer, warn)
  // Before media: their limits are for a message as it is sent, with its neighbours in it.
  messages = roles(shaped.messages, target)
  messages = media(messages, capabilities, resolve, warn)
  messages = mediaManners(messages, capabilities.media)

  const chosen =
    compiled.tools.length === 0 && hasHistory && capabilities.toolsWithToolHistory === 'required'
      ? stubTools(historyNames(messages), reasons, capabilities)
      : toolChoice(
          { ...request, ...(choice !== undefined && { toolChoice: choice }) },
          compiled.tools,
          hasHistory,
          reasons,
          names,
          pass,
        )
  const parts = { messages, chosen, settings, output: shaped.output }
  return {
    request: preparedRequest(request, target, parts, warn),
    warnings,
    toolName: names.fromWire,
    decodeInput: (wireName, input) =>
      compiled.schemas.get(names.fromWire(wireName))?.decode(input) ?? input,
    decodeOutput: shaped.decode,
    ...(answer !== undefined && { answer }),
  }

  /** A call is asked for where it can be: a tool's, or the one that gives the answer. */
  function answerChoice(): ToolChoice | undefined {
    if (request.toolChoice !== undefined && request.toolChoice !== 'auto') return request.toolChoice
    const known = knownChoices(capabilities, reasons)
    if (given.length === 0 && known.includes('tool') && answer !== undefined) {
      return { tool: answer.definition.name }
    }
    return known.includes('required') ? 'required' : request.toolChoice
  }
}

function* historyNames(messages: PreparedRequest['messages']): Iterable<string> {
  for (const message of messages) {
    if (message.role === 'assistant') for (const call of clientCalls(message)) yield call.name
  }
}
