import { batched, batchesOf } from '../batch/batched.ts'
import type { CallEvent, ModelCall, ModelCallContext } from '../contract/call.ts'
import type { StreamEvent } from '../contract/event.ts'
import type { ChatRequest } from '../contract/request.ts'
import { aborted } from '../errors/aborted.ts'
import { ConfigError } from '../errors/config-error.ts'
import { errorInfo } from '../errors/error-info.ts'
import { orAbort } from '../errors/or-abort.ts'
import { ProviderError, type ErrorCode } from '../errors/provider-error.ts'
import { isText, prepareText } from '../prepare/prepare-text.ts'
import type { Registry, Target } from '../registry/registry.ts'
import { assembleBatches } from '../stream/assemble.ts'
import { retryDelay, type RetryPolicy } from './backoff.ts'
import type { BeyondText } from './beyond-text.ts'
import type { MediaOptions } from './fetch-media.ts'
import { guard } from './guard.ts'
import { createLimiter, type Limiter } from './limiter.ts'
import type { Timeouts } from './timeouts.ts'
import { wait } from './wait.ts'

export interface ChatOptions {
  readonly retry?: RetryPolicy
  readonly timeouts?: Timeouts
  /** Calls at the same time, by prefix. Default unlimited. */
  readonly concurrency?: Readonly<Record<string, number>>
  /** How files are fetched that a target takes as bytes only. */
  readonly media?: MediaOptions
}

/** Failures that another model may not have. */
const fallbackCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'auth',
  'permission',
  'rate_limit',
  'quota',
  'overloaded',
  'server',
  'timeout',
  'network',
  'context_overflow',
  'model_not_found',
  'bad_response',
  'unsupported',
])

/**
 * One model call: resolve, prepare, retry, provider, assemble. Retries and fallback happen only
 * until the first fragment has been delivered; afterwards an error is the caller's.
 */
export function createChat(registry: Registry, options: ChatOptions = {}): ModelCall {
  const limiters = new Map<string, Limiter>()
  let beyond: BeyondText | undefined
  const loadBeyondText = async (): Promise<BeyondText> => {
    const { beyondText } = await import('./beyond-text.ts')
    return (beyond ??= beyondText(registry.host, options.media))
  }
  for (const [prefix, max] of Object.entries(options.concurrency ?? {})) {
    if (!(max >= 1)) {
      throw new ConfigError(`The limit of calls at the same time for "${prefix}" is ${max}.`, {
        path: `concurrency.${prefix}`,
        hint: 'Give at least 1, or leave it out for no limit.',
      })
    }
    limiters.set(prefix, createLimiter(max))
  }

  return (request, context) => batched(chat(request, context), context.signal)

  async function* chat(
    request: ChatRequest,
    context: ModelCallContext,
  ): AsyncGenerator<readonly CallEvent[]> {
    const models = [request.model, ...(context.fallback ?? [])]
    for (const [index, model] of models.entries()) {
      const next = models[index + 1]
      const progress = { delivered: false }
      try {
        const target = await orAbort(model.split('/', 1)[0] ?? '', context.signal, () =>
          registry.resolve(model),
        )
        yield* callModel(target, request, context, progress)
        return
      } catch (error) {
        const canMove =
          next !== undefined &&
          !progress.delivered &&
          ProviderError.is(error) &&
          fallbackCodes.has(error.code)
        if (!canMove) throw error
        yield [{ type: 'fallback', from: model, to: next, error: errorInfo(error) }]
      }
    }
  }

  async function* callModel(
    target: Target,
    request: ChatRequest,
    context: ModelCallContext,
    progress: { delivered: boolean },
  ): AsyncGenerator<readonly CallEvent[]> {
    const { prefix, model, provider, capabilities } = target
    const asked = { ...request, model }
    const more = isText(asked)
      ? undefined
      : (beyond ?? (await orAbort(prefix, context.signal, loadBeyondText)))
    const prepared =
      more === undefined
        ? prepareText(asked, target)
        : await more.prepare(asked, target, context.signal)
    for (let attempt = 1; ; attempt += 1) {
      const leave = await enter(prefix, context.signal)
      try {
        const deltas = guard((signal) => batchesOf(provider.stream(prepared.request, { signal })), {
          provider: prefix,
          signal: context.signal,
          timeouts: options.timeouts ?? {},
          // What a service says before it thinks is no answer yet.
          isContent: (batch) => batch.some(({ type }) => type !== 'start' && type !== 'usage'),
        })
        const events = assembleBatches(deltas, {
          provider: prefix,
          model,
          newId: context.newId,
          warnings: prepared.warnings,
          toolName: prepared.toolName,
          decodeInput: prepared.decodeInput,
          ...(capabilities.emptyAnswers !== undefined && {
            emptyAnswers: capabilities.emptyAnswers,
          }),
        })
        // What precedes the first fragment is held back: a failed attempt leaves no trace.
        const held: StreamEvent[] = []
        for await (const batch of more?.shaped(asked, events, prepared) ?? events) {
          if (progress.delivered) {
            yield batch
            continue
          }
          held.push(...batch)
          progress.delivered = batch.some(isFragment)
          if (progress.delivered) yield held
        }
        return
      } catch (error) {
        if (progress.delivered || !ProviderError.is(error)) throw error
        const delayMs = retryDelay(error, attempt, options.retry ?? {}, registry.host.random())
        if (delayMs === undefined) throw error
        yield [{ type: 'retry', attempt, delayMs, error: errorInfo(error) }]
        leave()
        await pause(delayMs, prefix, context.signal)
      } finally {
        leave()
      }
    }
  }

  async function enter(prefix: string, signal: AbortSignal): Promise<() => void> {
    const limiter = limiters.get(prefix)
    if (signal.aborted) throw aborted(prefix, signal)
    if (limiter === undefined) return () => undefined
    return limiter.enter(signal).catch(() => {
      throw aborted(prefix, signal)
    })
  }
}

/** Of the answer itself, not only of its beginning. */
function isFragment({ type }: StreamEvent): boolean {
  return type !== 'response_start' && type !== 'warning'
}

async function pause(ms: number, prefix: string, signal: AbortSignal): Promise<void> {
  try {
    await wait(ms, signal)
  } catch {
    throw aborted(prefix, signal)
  }
}
