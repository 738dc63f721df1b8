import type { ChatDelta, FinishDelta, StartDelta, ToolCallDelta } from '../contract/delta.ts'
import type { StreamEvent } from '../contract/event.ts'
import type { JsonValue } from '../contract/json.ts'
import type { AssistantMessage, AssistantPart } from '../contract/message.ts'
import type { Usage, Warning } from '../contract/response.ts'
import { ProviderError } from '../errors/provider-error.ts'
import {
  blockPart,
  callPart,
  mergeMetadata,
  openCall,
  type OpenBlock,
  type OpenCall,
} from './message-builder.ts'
import { cutsCalls, reasonFor, toResponse } from './to-response.ts'
import { withPartial } from './with-partial.ts'

export interface AssembleOptions {
  readonly provider: string
  /** Without prefix. */
  readonly model: string
  /** Makes ids of tool calls that are unique in the conversation. */
  readonly newId: () => string
  /** Of the preparation; part of the response. */
  readonly warnings?: readonly Warning[]
  /** The tool's own name for a name of the wire. Default: the same. */
  readonly toolName?: (wireName: string) => string
  /** The input in the tool's own keys and values. Default: the same. */
  readonly decodeInput?: (wireName: string, input: JsonValue) => JsonValue
  /** Default `no`: an answer without content is an error. */
  readonly emptyAnswers?: 'yes' | 'no'
}

/**
 * Thin deltas → bracketed events. Opens and closes blocks, joins fragments, gives tool calls their
 * ids and polices the contract: a stream without `finish`, or with more than one, is an error.
 * Whatever is thrown becomes a ProviderError that holds what had arrived.
 */
export async function* assemble(
  deltas: AsyncIterable<ChatDelta>,
  options: AssembleOptions,
): AsyncGenerator<StreamEvent> {
  const { provider, model, newId } = options
  const toolName = options.toolName ?? ((name: string) => name)
  const parts: AssistantPart[] = []
  const calls = new Map<string, OpenCall>()
  const warnings: Warning[] = [...(options.warnings ?? [])]
  let open: OpenBlock | undefined
  // Blank text is held back: before a tool call it is noise and must not become a part.
  let blank = ''
  let start: StartDelta | undefined
  let usage: Usage = {}
  let guardrail: JsonValue | undefined
  let finish: FinishDelta | undefined
  let size = 0

  const message = (finishReason: AssistantMessage['finishReason']): AssistantMessage => {
    const content = parts.filter((part) => part !== undefined)
    if (open !== undefined) content.push(blockPart(open))
    return {
      role: 'assistant',
      content,
      provider,
      model,
      ...(start?.responseId !== undefined && { responseId: start.responseId }),
      ...(finishReason !== undefined && { finishReason }),
    }
  }
  const bad = (text: string): ProviderError =>
    new ProviderError(`${provider}: ${text}`, { code: 'bad_response', provider })
  const late = (what: string): ProviderError => bad(`${what} came after the end.`)

  function* closeBlock(): Generator<StreamEvent> {
    if (open === undefined) return
    const part = blockPart(open)
    parts[open.index] = part
    const { index, type } = open
    open = undefined
    if (part.type === 'text') yield { type: 'text_end', index, part }
    else if (part.type === 'reasoning' && type === 'reasoning') {
      yield { type: 'reasoning_end', index, part }
    }
  }

  function* openBlock(
    type: OpenBlock['type'],
    block: string | undefined,
    text = '',
  ): Generator<StreamEvent, OpenBlock> {
    yield* closeBlock()
    const opened: OpenBlock = { type, index: size++, block, text, metadata: undefined }
    open = opened
    yield { type: type === 'text' ? 'text_start' : 'reasoning_start', index: opened.index }
    return opened
  }

  function* flushBlank(): Generator<StreamEvent> {
    if (blank === '') return
    const text = blank
    blank = ''
    const { index } = yield* openBlock('text', undefined, text)
    yield { type: 'text_delta', index, text }
  }

  function* onCall(delta: ToolCallDelta): Generator<StreamEvent> {
    let call = calls.get(delta.id)
    // Only a new call ends the text before it: its fragments may interleave with later text.
    if (call === undefined) {
      yield* closeBlock()
      blank = ''
      call = openCall(delta, newId())
      calls.set(delta.id, call)
    }
    if (delta.nativeId !== undefined) call.nativeId = delta.nativeId
    if (delta.name !== undefined && call.name === '') call.name = delta.name
    if (delta.providerExecuted === true) call.providerExecuted = true
    if (delta.providerMetadata !== undefined) {
      call.metadata = mergeMetadata(call.metadata, delta.providerMetadata)
    }
    if (call.index === undefined && call.name !== '') {
      call.index = size++
      const { id, index } = call
      yield { type: 'tool_call_start', index, id, name: toolName(call.name) }
      if (call.argumentsText !== '') {
        yield { type: 'tool_call_delta', index, id, argumentsText: call.argumentsText }
      }
    }
    if (delta.argumentsText !== '') {
      call.argumentsText += delta.argumentsText
      if (call.index !== undefined) {
        const { id, index } = call
        yield { type: 'tool_call_delta', index, id, argumentsText: delta.argumentsText }
      }
    }
    if (delta.complete === true) yield* closeCall(call, false)
  }

  function* closeCall(call: OpenCall, incomplete: boolean): Generator<StreamEvent> {
    calls.delete(call.key)
    if (call.index === undefined) {
      if (incomplete) return
      throw bad('a tool call came without a name.')
    }
    const made = callPart(call, toolName(call.name), incomplete)
    const part =
      options.decodeInput === undefined || made.invalid !== undefined
        ? made
        : { ...made, input: options.decodeInput(call.name, made.input) }
    parts[call.index] = part
    yield { type: 'tool_call_end', index: call.index, part }
  }

  try {
    yield { type: 'response_start', provider, model }
    for (const warning of warnings) yield { type: 'warning', warning }
    for await (const delta of deltas) {
      switch (delta.type) {
        case 'text':
        case 'reasoning': {
          const { type, text, providerMetadata } = delta
          if (text === '' && providerMetadata === undefined) break
          if (finish !== undefined) throw late('content')
          let fragment = text
          let block = open
          if (block === undefined || block.type !== type || block.block !== delta.block) {
            if (type === 'reasoning') yield* flushBlank()
            else if (providerMetadata === undefined && text.trim() === '') {
              blank += text
              break
            } else {
              fragment = blank + text
              blank = ''
            }
            block = yield* openBlock(type, delta.block)
          }
          if (providerMetadata !== undefined) {
            block.metadata = mergeMetadata(block.metadata, providerMetadata)
          }
          if (fragment === '') break
          block.text += fragment
          yield type === 'text'
            ? { type: 'text_delta', index: block.index, text: fragment }
            : { type: 'reasoning_delta', index: block.index, text: fragment }
          break
        }
        case 'tool_call':
          if (finish !== undefined) throw late('a tool call')
          // Not `yield*`, which awaits each event twice: arguments come in many small fragments.
          for (const event of onCall(delta)) yield event
          break
        case 'usage':
          usage = { ...usage, ...delta.usage }
          break
        case 'finish':
          if (finish !== undefined) throw bad('the answer ended twice.')
          finish = delta
          break
        case 'start':
          if (finish !== undefined) throw late('a start')
          start = { ...start, ...delta }
          for (const warning of delta.warnings ?? []) {
            warnings.push(warning)
            yield { type: 'warning', warning }
          }
          break
        case 'guardrail':
          guardrail = delta.trace
          yield { type: 'guardrail', trace: delta.trace }
          break
        case 'file':
          if (finish !== undefined) throw late('a file')
          yield* closeBlock()
          parts[size] = delta
          yield { type: 'file', index: size++, part: delta }
          break
        case 'source':
          // Stands within a text as often as after it, and does not cut the text in two.
          parts[size] = delta
          yield { type: 'source', index: size++, part: delta }
          break
      }
    }
    if (finish === undefined) {
      throw bad('the stream ended without its end marker; the answer is cut off.')
    }
    if (size > 0 && parts.every((part) => part?.type !== 'tool_call')) yield* flushBlank()
    yield* closeBlock()
    const cut = cutsCalls(finish.reason)
    for (const call of [...calls.values()]) yield* closeCall(call, cut)
    const finishReason = reasonFor(finish.reason, parts)
    const whole = message(finishReason)
    if (
      whole.content.length === 0 &&
      options.emptyAnswers !== 'yes' &&
      (finishReason === 'stop' || finishReason === 'other')
    ) {
      throw bad('the answer is empty.')
    }
    const facts = { usage, warnings, provider, model, start, guardrail }
    yield { type: 'response_end', response: toResponse(whole, finish, finishReason, facts) }
  } catch (error) {
    throw withPartial(error, provider, message)
  }
}
