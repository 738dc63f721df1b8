import type { AgentEvent, ChatRequest, ChatResponse } from '@autobot/core'
import { type Attributes, type Context, SpanKind, trace } from '@opentelemetry/api'
import { present, requestAttributes, responseAttributes } from './attributes.ts'
import { errorAttributes, type Failure, markFailed } from './failure.ts'
import { nameModel } from './provider-names.ts'
import type { Telemetry } from './telemetry.ts'

/** One model call with its retries. */
export interface ChatTrace {
  /** For what the call does: its HTTP requests become children. */
  readonly context: Context
  event(event: AgentEvent): void
  end(result: { readonly response: ChatResponse } | { readonly failure: Failure }): void
}

export interface ChatTraceInit {
  /** `prefix/model`. */
  readonly model: string
  readonly request: ChatRequest | undefined
  /** Those that a run has in common. */
  readonly attributes: Attributes
  readonly parent: Context
}

export function startChat(telemetry: Telemetry, init: ChatTraceInit): ChatTrace {
  const { content, instruments, now, tracer } = telemetry
  const { model, provider } = nameModel(init.model)
  const common: Attributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': provider,
    'gen_ai.request.model': model,
  }
  const started = now()
  const span = tracer.startSpan(
    `chat ${model}`,
    {
      kind: SpanKind.CLIENT,
      startTime: new Date(started),
      attributes: {
        ...common,
        ...init.attributes,
        'gen_ai.request.stream': true,
        ...(init.request !== undefined && requestAttributes(init.request)),
      },
    },
    init.parent,
  )
  if (span.isRecording() && init.request !== undefined) {
    span.setAttributes(content.request(init.request))
  }
  let firstChunk: number | undefined

  return {
    context: trace.setSpan(init.parent, span),
    event(event) {
      if (event.type === 'retry') {
        span.addEvent('autobot.retry', {
          'autobot.retry.attempt': event.attempt,
          'autobot.retry.delay_ms': event.delayMs,
          'error.type': event.error.code,
        })
      } else if (isChunk(event)) firstChunk ??= (now() - started) / 1000
    },
    end(result) {
      const ended = now()
      const response = 'response' in result ? result.response : undefined
      const failure = 'failure' in result ? result.failure : undefined
      const measured = present({ ...common, 'gen_ai.response.model': response?.responseModel })
      instruments.chat((ended - started) / 1000, { ...measured, ...errorAttributes(failure) })
      if (firstChunk !== undefined) {
        instruments.firstChunk(firstChunk, measured)
        span.setAttribute('gen_ai.response.time_to_first_chunk', firstChunk)
      }
      if (response !== undefined) {
        instruments.tokens(response.usage, measured)
        span.setAttributes(responseAttributes(response))
        if (span.isRecording()) span.setAttributes(content.response(response))
      }
      markFailed(span, failure)
      span.end(new Date(ended))
    },
  }
}

const chunks: ReadonlySet<string> = new Set([
  'text_start',
  'reasoning_start',
  'tool_call_start',
  'file',
  'source',
])

function isChunk(event: AgentEvent): boolean {
  return chunks.has(event.type)
}
