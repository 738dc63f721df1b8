import {
  ProviderError,
  type ChatDelta,
  type FinishReason,
  type Usage,
} from '@autobot/core/provider'
import type { Mutation } from './mutations.ts'

type Has = (mutation: Mutation) => boolean

interface Line {
  readonly start?: { readonly id: string; readonly model: string }
  readonly block?: number
  readonly text?: string
  readonly thought?: string
  readonly seal?: string
  readonly call?: { readonly id?: string; readonly name?: string; readonly ran?: true }
  readonly args?: string
  readonly close?: number
  readonly usage?: Readonly<Record<string, number | undefined>>
  readonly end?: string
  readonly sequence?: string
  readonly error?: string
}

export interface Decoder {
  decode(line: string): Iterable<ChatDelta>
}

const reasons: Readonly<Record<string, FinishReason>> = {
  done: 'stop',
  calls: 'stop',
  cut: 'length',
  filtered: 'content_filter',
}

/** The lines of one answer. */
export function decoder(prefix: string, requestId: string | undefined, has: Has): Decoder {
  const calls = new Set<number>()
  let sum: Usage = {}
  let texts = 0
  let fragments = 0

  function* decode(text: string): Generator<ChatDelta> {
    const line = parse(text)
    if (line === undefined) return
    const { block = 0 } = line
    if (line.error !== undefined) {
      if (has('an error in the stream is an end')) yield { type: 'finish', reason: 'stop' }
      else {
        throw new ProviderError(line.error, { code: 'server', provider: prefix })
      }
    }
    if (line.start !== undefined) {
      const { id, model } = line.start
      if (has('start comes after the text')) yield { type: 'text', text: ' ', block: 'x' }
      yield {
        type: 'start',
        model,
        ...(!has('the answer id is dropped') && { responseId: id }),
        ...(requestId !== undefined && !has('the request id is dropped') && { requestId }),
      }
      if (has('finish is yielded at the start')) yield { type: 'finish', reason: 'stop' }
    } else if (line.text !== undefined) yield* onText(line.text, block)
    else if (line.thought !== undefined) yield* onThought(line, line.thought, block)
    else if (line.call !== undefined) yield* onCall(line.call, block)
    else if (line.args !== undefined) yield* onArguments(line.args, block)
    else if (line.close !== undefined) yield* onClose(line.close)
    else if (line.usage !== undefined) yield* onUsage(line.usage)
    else if (line.end !== undefined) yield* onEnd(line.end, line.sequence)
    else if (has('an unknown line is an error')) throw bad('An unknown line came.')
  }

  function parse(text: string): Line | undefined {
    try {
      return JSON.parse(text) as Line
    } catch {
      if (has('a broken line is skipped')) return undefined
      throw bad('A broken line came.')
    }
  }

  function bad(message: string): ProviderError {
    return new ProviderError(message, { code: 'bad_response', provider: prefix })
  }

  function* onText(text: string, block: number): Generator<ChatDelta> {
    texts += 1
    if (has('a delta of text is lost') && texts === 2) return
    if (text === '' && has('an empty text is a block of its own')) {
      yield { type: 'text', text: '', block: `${block}`, providerMetadata: { [prefix]: { a: 1 } } }
      return
    }
    const said = has('text is trimmed') ? text.trim() : text
    yield { type: 'text', text: said, block: `${block}` }
    if (has('a delta of text comes twice') && texts === 2)
      yield { type: 'text', text: said, block: `${block}` }
  }

  function* onThought({ seal }: Line, text: string, block: number): Generator<ChatDelta> {
    if (has('reasoning is dropped')) return
    if (has('reasoning is text')) yield { type: 'text', text }
    else {
      const key = has('metadata has a foreign prefix') ? 'elsewhere' : prefix
      const keeps = seal !== undefined && !has('the seal is lost')
      yield {
        type: 'reasoning',
        text,
        ...(!has('two thoughts fuse') && { block: `${block}` }),
        ...(keeps && { providerMetadata: { [key]: { seal } } }),
      }
    }
  }

  function* onCall(call: NonNullable<Line['call']>, block: number): Generator<ChatDelta> {
    const late = calls.has(block)
    calls.add(block)
    if (has('a second call is lost') && calls.size > 1) return
    if (late && has('a name that comes late is lost')) return
    const native = has('ids of calls are swapped') ? `call-${1 - block}` : call.id
    yield {
      type: 'tool_call',
      id: keyOf(block),
      ...(native !== undefined && !late && { nativeId: native }),
      ...(call.name !== undefined && { name: call.name }),
      ...(call.ran === true && !has('a call of the service is ours') && { providerExecuted: true }),
      argumentsText: '',
    }
  }

  function keyOf(block: number): string {
    return has('calls share one id') ? 'one' : `${block}`
  }

  function* onArguments(text: string, block: number): Generator<ChatDelta> {
    fragments += 1
    if (has('a second call is lost') && calls.size > 1) return
    if (has('a fragment of arguments is lost') && fragments === 2) return
    const early = has('a call is handed on early') && text.endsWith('}')
    const escaped = has('arguments are text in text') ? JSON.stringify(text).slice(1, -1) : text
    const printed = has('arguments are parsed and printed')
      ? escaped.replaceAll(/\s/g, '')
      : escaped
    yield {
      type: 'tool_call',
      id: keyOf(block),
      argumentsText: printed,
      ...(early && { complete: true as const }),
    }
  }

  function* onClose(block: number): Generator<ChatDelta> {
    if (!calls.has(block) || (has('a second call is lost') && calls.size > 1)) return
    yield { type: 'tool_call', id: keyOf(block), argumentsText: '', complete: true }
  }

  function* onUsage(usage: NonNullable<Line['usage']>): Generator<ChatDelta> {
    if (has('usage is dropped')) return
    const { in: input = 0, out: output = 0, read = 0, reasoning = 0 } = usage
    let inputTokens = has('the cache is added to the input') ? input + read : input
    let outputTokens = has('reasoning is added to the output') ? output + reasoning : output
    if (has('usage is added up')) {
      inputTokens += sum.inputTokens ?? 0
      outputTokens += sum.outputTokens ?? 0
      sum = { inputTokens, outputTokens }
    }
    yield {
      type: 'usage',
      usage: {
        inputTokens,
        outputTokens,
        ...(usage['read'] !== undefined && { cacheReadTokens: usage['read'] }),
        ...(usage['write'] !== undefined && { cacheWriteTokens: usage['write'] }),
        ...(usage['reasoning'] !== undefined && { reasoningTokens: usage['reasoning'] }),
      },
    }
  }

  function* onEnd(end: string, sequence: string | undefined): Generator<ChatDelta> {
    if (end === 'broken_call' && !has('a broken call is a stop')) {
      throw bad('The model wrote a call that cannot be read.')
    }
    if (end === 'cut' && has('a cut call is complete')) {
      for (const block of calls) {
        yield { type: 'tool_call', id: keyOf(block), argumentsText: '"x"}', complete: true }
      }
    }
    if (has('unknown usage is 0')) {
      yield { type: 'usage', usage: { cacheReadTokens: 0, reasoningTokens: 0 } }
    }
    let reason: FinishReason = reasons[end] ?? 'other'
    if (reason === 'length' && has('a length is a stop')) reason = 'stop'
    if (reason === 'content_filter' && has('a filter is a stop')) reason = 'stop'
    if (reason === 'other' && has('an unknown end is a stop')) reason = 'stop'
    const finish: ChatDelta = {
      type: 'finish',
      reason,
      ...(!has('the raw reason is dropped') && { rawReason: end }),
      ...(sequence !== undefined &&
        !has('the stop sequence is dropped') && { stopSequence: sequence }),
    }
    yield finish
    if (has('finish is yielded twice')) yield finish
  }

  return { decode }
}
