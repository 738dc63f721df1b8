import { batched, batchesOf } from '../batch/batched.ts'
import type { ModelCall } from '../contract/call.ts'
import type { Hook } from '../contract/hook.ts'
import type { Message, ToolCallPart } from '../contract/message.ts'
import type { ChatRequest, RequestOptions, ToolChoice } from '../contract/request.ts'
import type { ChatResponse, PriceSource, Warning } from '../contract/response.ts'
import type { Tool } from '../contract/tool.ts'
import { aborted } from '../errors/aborted.ts'
import { orAbort } from '../errors/or-abort.ts'
import { ProviderError } from '../errors/provider-error.ts'
import { createToolbox, stepToolbox } from '../tools/toolbox.ts'
import type { ApprovalDecision } from '../tools/execute.ts'
import type { AgentEvent } from '../contract/agent-event.ts'
import type { Budget } from './budget.ts'
import { afterModel, beforeModel } from './model-hooks.ts'
import { createRunState, spent } from './run-state.ts'
import type { StopCondition } from './stop.ts'
import type { CheckedOutput } from './structured-output.ts'
import { createTranscript, runnableCalls, unansweredCalls } from './transcript.ts'

export interface LoopOptions {
  readonly call: ModelCall
  /** With prefix. */
  readonly model: string
  readonly fallback?: readonly string[]
  /** What was said before, the new question not included. */
  readonly history: readonly Message[]
  readonly input: readonly Message[]
  readonly tools: readonly Tool[]
  readonly request: RequestOptions
  readonly hooks: readonly Hook[]
  /** Model calls. */
  readonly maxSteps: number
  readonly stopWhen?: StopCondition
  readonly prices?: PriceSource
  /** USD. */
  readonly maxCostUsd?: number
  readonly approve?: (call: ToolCallPart, tool: Tool) => Promise<ApprovalDecision>
  /** What the user said meanwhile; taken before each model call. */
  readonly steering?: () => readonly Message[]
  /** Tools that run at the same time. */
  readonly toolConcurrency?: number
  /** Milliseconds for each tool. */
  readonly toolTimeoutMs?: number
  readonly signal: AbortSignal
  readonly newId: () => string
  /** Milliseconds, for durations. */
  readonly now: () => number
  readonly warnings?: readonly Warning[]
  /** The consumer left before the end: what the conversation has come to. */
  readonly left?: (messages: readonly Message[]) => void
}

/** How often an answer of the wrong shape is asked for again. */
const maxCorrections = 2

// A run that calls no tool and asks for no shape does not load what they take.
let loadingTools: Promise<typeof import('./run-tools.ts')> | undefined
let loadingOutput: Promise<typeof import('./structured-output.ts')> | undefined

/** Ask, run the tools, ask again. Ends with `run_end`; a failure is thrown after it. */
export function runAgent(options: LoopOptions): AsyncGenerator<AgentEvent, void, undefined> {
  return batched(runBatches(options), options.signal)
}

async function* runBatches(options: LoopOptions): AsyncGenerator<readonly AgentEvent[]> {
  const { hooks, maxSteps, request: settings, signal, tools } = options
  const transcript = createTranscript(options.history)
  const isPriced = options.prices !== undefined || options.maxCostUsd !== undefined
  const budget = isPriced ? await loadBudget(options) : undefined
  const state = createRunState(options.model, transcript, budget, [
    ...(options.warnings ?? []),
    ...(budget?.warnings ?? []),
  ])
  const toolbox = createToolbox(tools)
  let corrections = 0
  let asked: ChatRequest | undefined
  // A choice that forces a call is obeyed once: forced again and again, a model never answers.
  let obeyed = false
  let ended = false

  try {
    yield [{ type: 'run_start', model: options.model }]
    // A run that ended before an approval goes on with the calls that wait.
    const waiting = options.input.length === 0 ? unansweredCalls(options.history) : []
    for (const message of options.input) transcript.append(message)
    if (waiting.length > 0) {
      const { runTools } = await (loadingTools ??= import('./run-tools.ts'))
      yield* runTools(waiting, { ...options, toolbox, step: 0 }, transcript, state)
    }
    while (state.pending.length === 0) {
      for (const message of options.steering?.() ?? []) transcript.append(message)
      if (state.steps >= maxSteps) throw stepLimit(state.last, maxSteps)
      const response = yield* step()
      const calls = runnableCalls(response.message)
      const callsTools = response.finishReason === 'tool_calls' && calls.length > 0
      if (callsTools) {
        const offered = asked?.tools === tools ? toolbox : stepToolbox(toolbox, asked?.tools ?? [])
        const settled = { ...options, toolbox: offered, step: state.steps, asked: asked ?? {} }
        const { runTools } = await (loadingTools ??= import('./run-tools.ts'))
        yield* runTools(calls, settled, transcript, state)
        obeyed = true
      }
      const checked = callsTools ? undefined : await judge(response)
      yield [{ type: 'step_end', step: state.steps, response, usage: state.usage }]
      if (signal.aborted) throw aborted(response.provider, signal)
      if (await stops(response)) break
      if (!callsTools && !goesOn(response, checked)) break
    }
    ended = true
    yield [{ type: 'run_end', result: state.result() }]
  } catch (error) {
    ended = true
    yield [{ type: 'run_end', result: state.result(error) }]
    throw error
  } finally {
    if (!ended) options.left?.([...transcript.messages])
  }

  async function* step(): AsyncGenerator<readonly AgentEvent[], ChatResponse> {
    const number = state.steps + 1
    const request: ChatRequest = await beforeModel(
      hooks,
      {
        ...settings,
        ...(obeyed && isForced(settings.toolChoice) && { toolChoice: 'auto' as const }),
        model: options.model,
        messages: [...transcript.messages],
        tools,
      },
      number,
      signal,
    )
    asked = request
    budget?.check(request)
    yield [{ type: 'step_start', step: number, model: request.model }]
    let response: ChatResponse | undefined
    // The model that answers in the end, for its price.
    let answering = request.model
    try {
      const events = options.call(request, {
        signal,
        newId: options.newId,
        ...(options.fallback !== undefined && { fallback: options.fallback }),
      })
      for await (const batch of batchesOf(events)) {
        for (const event of batch) {
          if (event.type === 'response_end') response = event.response
          else if (event.type === 'fallback') answering = event.to
        }
        yield batch
      }
    } catch (error) {
      // What had arrived stays in the conversation; repair makes it legal for the next request.
      if (ProviderError.is(error) && (error.partial?.content.length ?? 0) > 0) {
        transcript.append(error.partial as Message)
      }
      throw error
    }
    if (response === undefined) {
      throw new ProviderError('The model call ended without a response.', {
        code: 'bad_response',
        provider: options.model.split('/', 1)[0] ?? '',
      })
    }
    let seen = response
    try {
      seen = await afterModel(hooks, request, response, number, signal)
    } finally {
      // It was paid for, also when a hook refuses it.
      state.answered(answering, seen)
    }
    transcript.append(seen.message)
    return seen
  }

  async function stops(response: ChatResponse): Promise<boolean> {
    const { stopWhen } = options
    if (stopWhen === undefined) return false
    const { steps, usage, records: toolCalls } = state
    const context = { steps, response, usage, costUsd: spent(budget, steps), toolCalls }
    return orAbort(response.provider, signal, () => stopWhen(context))
  }

  /** Before a stop condition is asked: the run may end with this answer, whatever it says. */
  async function judge(response: ChatResponse): Promise<CheckedOutput | undefined> {
    const { finishReason } = response
    const filtered = finishReason === 'content_filter' || finishReason === 'guardrail_intervened'
    if (asked?.output === undefined || filtered) return undefined
    const { checkOutput } = await (loadingOutput ??= import('./structured-output.ts'))
    const checked = await checkOutput(asked.output, response)
    if (checked.again === undefined) state.object = checked.object
    return checked
  }

  /** Whether the model is asked again though it called no tool. */
  function goesOn(response: ChatResponse, checked: CheckedOutput | undefined): boolean {
    const steered = options.steering?.() ?? []
    for (const message of steered) transcript.append(message)
    if (steered.length > 0) return true
    if (checked?.again === undefined) return false
    if (response.finishReason === 'length') throw checked.failure
    corrections += 1
    if (corrections > maxCorrections) throw checked.failure
    transcript.append(checked.again)
    return true
  }
}

async function loadBudget({ model, prices, maxCostUsd }: LoopOptions): Promise<Budget> {
  const { createBudget } = await import('./budget.ts')
  return createBudget(model, prices, maxCostUsd)
}

function isForced(choice: ToolChoice | undefined): boolean {
  return choice === 'required' || typeof choice === 'object'
}

function stepLimit(last: ChatResponse | undefined, maxSteps: number): ProviderError {
  const calls = `${maxSteps} model call${maxSteps === 1 ? '' : 's'}`
  return new ProviderError(`The run was stopped after ${calls} (its limit) before it was done.`, {
    code: 'limit',
    provider: last?.provider ?? '',
    hint: 'Raise the limit of steps, or ask for less at once.',
  })
}
