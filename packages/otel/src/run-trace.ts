import type { AgentEvent, ChatRequest } from '@autobot/core'
import { type Context, SpanKind, trace } from '@opentelemetry/api'
import { present, usageAttributes } from './attributes.ts'
import { type ChatTrace, startChat } from './chat-trace.ts'
import { errorAttributes, type Failure, failureOf, markFailed } from './failure.ts'
import { nameModel } from './provider-names.ts'
import type { Telemetry } from './telemetry.ts'
import { createToolTraces } from './tool-traces.ts'

/** Who runs; all of it is optional and set by the application. */
export interface TracedAgent {
  readonly name?: string
  readonly id?: string
  readonly description?: string
  readonly version?: string
  /** The session or thread; a function is asked at the start of each run. */
  readonly conversationId?: string | (() => string | undefined)
}

/** The span of one run, and those inside it. */
export interface RunTrace {
  /** For what happens next: requests of the model call, tools, agents inside tools. */
  readonly context: Context
  /** What the next model call is given, as the hooks before left it. */
  request(request: ChatRequest): void
  event(event: AgentEvent): void
  /** Without a failure: the consumer left, unless the run had come to its end. */
  end(error?: unknown): void
}

export function startRun(telemetry: Telemetry, agent: TracedAgent, parent: Context): RunTrace {
  const { instruments, now, tracer } = telemetry
  const { conversationId } = agent
  const shown = present({
    'gen_ai.agent.name': agent.name,
    'gen_ai.agent.id': agent.id,
    'gen_ai.conversation.id':
      typeof conversationId === 'function' ? conversationId() : conversationId,
  })
  const started = now()
  const span = tracer.startSpan(
    agent.name === undefined ? 'invoke_agent' : `invoke_agent ${agent.name}`,
    {
      kind: SpanKind.INTERNAL,
      startTime: new Date(started),
      attributes: present({
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.description': agent.description,
        'gen_ai.agent.version': agent.version,
        ...shown,
      }),
    },
    parent,
  )
  const own = trace.setSpan(parent, span)
  const tools = createToolTraces(telemetry, own, shown)
  let asked: ReturnType<typeof nameModel> | undefined
  let request: ChatRequest | undefined
  let chat: ChatTrace | undefined
  let failure: Failure | undefined
  let complete = false
  let ended = false

  const call = (model: string): void => {
    chat = startChat(telemetry, { model, request, attributes: shown, parent: own })
  }

  return {
    get context() {
      return chat?.context ?? own
    },
    request(next) {
      request = next
    },
    event(event) {
      chat?.event(event)
      switch (event.type) {
        case 'run_start': {
          asked = nameModel(event.model)
          span.setAttributes({
            'gen_ai.provider.name': asked.provider,
            'gen_ai.request.model': asked.model,
          })
          break
        }
        case 'step_start':
          call(event.model)
          break
        case 'fallback':
          chat?.end({ failure: { type: event.error.code, message: event.error.message } })
          call(event.to)
          break
        case 'response_end':
          chat?.end({ response: event.response })
          chat = undefined
          break
        case 'tool_start':
          tools.start(
            event.call,
            request?.tools?.find(({ name }) => name === event.call.name),
          )
          break
        case 'tool_end':
          tools.end(event.call, event.result, event.durationMs)
          break
        case 'run_end': {
          const { costUsd, error, finishReason, usage } = event.result
          if (error !== undefined) failure = { type: error.code, message: error.message }
          complete = true
          span.setAttributes(
            present({
              'gen_ai.response.finish_reasons': [finishReason],
              ...usageAttributes(usage),
              'autobot.cost_usd': costUsd,
            }),
          )
          break
        }
        default:
          break
      }
    },
    end(error) {
      if (ended) return
      ended = true
      if (error !== undefined) failure ??= failureOf(error)
      else if (!complete) failure = { type: 'aborted', message: 'The consumer left the loop.' }
      const why = failure ?? { type: '_OTHER' }
      chat?.end({ failure: why })
      tools.abandon(why)
      const time = now()
      instruments.agent(
        (time - started) / 1000,
        present({
          'gen_ai.operation.name': 'invoke_agent',
          'gen_ai.provider.name': asked?.provider,
          'gen_ai.request.model': asked?.model,
          'gen_ai.agent.name': agent.name,
          ...errorAttributes(failure),
        }),
      )
      markFailed(span, failure)
      span.end(new Date(time))
    },
  }
}
