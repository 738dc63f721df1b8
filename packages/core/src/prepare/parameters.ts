import type { Capabilities } from '../contract/capabilities.ts'
import type { ReasoningEffort, RequestOptions } from '../contract/request.ts'
import { cleanText, isBlank } from './clean-text.ts'
import type { Warn } from './pass.ts'

type Parameters = Pick<
  RequestOptions,
  | 'maxOutputTokens'
  | 'temperature'
  | 'topP'
  | 'topK'
  | 'stopSequences'
  | 'seed'
  | 'presencePenalty'
  | 'frequencyPenalty'
  | 'reasoning'
>

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Sampling, limits and effort in the ranges that the target takes. */
export function parameters(
  request: RequestOptions,
  capabilities: Capabilities,
  warn: Warn,
): Parameters {
  const rules = capabilities.parameters ?? {}
  const out: Mutable<Parameters> = {}
  const dropped = (name: string, why = 'this model does not take it'): void =>
    warn('parameter_dropped', `${name} was left out: ${why}.`, name)
  const clamped = (name: string, from: unknown, to: unknown): void =>
    warn('parameter_clamped', `${name} ${String(from)} was changed to ${String(to)}.`, name)

  const effort = reasoningEffort(request.reasoning, capabilities.reasoningEfforts ?? [], warn)
  if (effort !== undefined) out.reasoning = effort
  const reasons = effort !== undefined && effort !== 'none'
  const refused = (name: 'temperature' | 'topP' | 'topK'): boolean =>
    reasons && (rules.refusedWithReasoning ?? []).includes(name)

  const { temperature, topP } = request
  if (temperature !== undefined) {
    const range = rules.temperature === undefined ? [0, 1] : rules.temperature
    if (range === null || !Number.isFinite(temperature)) dropped('temperature')
    else if (refused('temperature')) dropped('temperature', 'not while the model reasons')
    else {
      out.temperature = clamp(temperature, range[0] ?? 0, range[1] ?? 1)
      if (out.temperature !== temperature) clamped('temperature', temperature, out.temperature)
    }
  }
  if (topP !== undefined) {
    if (rules.topP === 'no' || !Number.isFinite(topP)) dropped('topP')
    else if (refused('topP')) dropped('topP', 'not while the model reasons')
    else if (rules.temperatureWithTopP === 'no' && out.temperature !== undefined) {
      dropped('topP', 'this model does not take it together with temperature')
    } else {
      out.topP = clamp(topP, 0, 1)
      if (out.topP !== topP) clamped('topP', topP, out.topP)
    }
  }
  if (request.topK !== undefined) {
    if (rules.topK !== 'yes') dropped('topK')
    else if (refused('topK')) dropped('topK', 'not while the model reasons')
    else out.topK = request.topK
  }
  if (request.seed !== undefined) {
    if (rules.seed === 'yes') out.seed = request.seed
    else dropped('seed')
  }
  for (const name of ['presencePenalty', 'frequencyPenalty'] as const) {
    const value = request[name]
    if (value === undefined) continue
    if (rules.penalties === 'yes') out[name] = value
    else dropped(name)
  }

  const stop = (request.stopSequences ?? []).map(cleanText)
  const visible = stop.filter((sequence) => !isBlank(sequence))
  const maxStop = rules.stopSequences ?? 4
  if (visible.length < stop.length) dropped('stopSequences', 'one of them is blank')
  if (visible.length > 0 && maxStop === 0) dropped('stopSequences')
  else if (visible.length > 0) {
    out.stopSequences = visible.slice(0, maxStop)
    if (visible.length > maxStop) {
      clamped('stopSequences', `(${visible.length} of them)`, `the first ${maxStop}`)
    }
  }

  const limit = outputLimit(request.maxOutputTokens, capabilities)
  if (limit !== undefined) {
    out.maxOutputTokens = limit
    const asked = request.maxOutputTokens
    if (asked !== undefined && asked !== limit) clamped('maxOutputTokens', asked, limit)
  }
  return out
}

function outputLimit(asked: number | undefined, capabilities: Capabilities): number | undefined {
  const wanted = asked ?? capabilities.defaultMaxOutputTokens
  if (wanted === undefined || Number.isNaN(wanted)) return capabilities.defaultMaxOutputTokens
  const max = capabilities.maxOutputTokens ?? Infinity
  const limit = clamp(Math.floor(wanted), capabilities.parameters?.minOutputTokens ?? 1, max)
  return Number.isFinite(limit) ? limit : undefined
}

const effortOrder: readonly ReasoningEffort[] = ['none', 'low', 'medium', 'high']

function reasoningEffort(
  asked: ReasoningEffort | undefined,
  known: readonly ReasoningEffort[],
  warn: Warn,
): ReasoningEffort | undefined {
  if (asked === undefined || known.includes(asked)) return asked
  if (known.length === 0) {
    // A model that cannot reason already does what was asked.
    if (asked !== 'none') {
      warn('parameter_dropped', 'reasoning was left out: this model does not take it.', 'reasoning')
    }
    return undefined
  }
  const distance = (effort: ReasoningEffort): number =>
    Math.abs(effortOrder.indexOf(effort) - effortOrder.indexOf(asked))
  // From the lowest up, so that of two at the same distance the cheaper one is taken.
  const nearest = effortOrder
    .filter((effort) => known.includes(effort))
    .reduce((best, effort) => (distance(effort) < distance(best) ? effort : best))
  warn('parameter_clamped', `reasoning ${asked} was changed to ${nearest}.`, 'reasoning')
  return nearest
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max)
}
