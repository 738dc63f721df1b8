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

/** Brackets one answer. What a delta makes is pushed: a generator for each would cost more than it. */
export interface Assembler {
  /** Throws `bad_response` for what breaks the contract. */
  push(delta: ChatDelta, out: StreamEvent[]): void
  /** Closes what is open and makes the response; throws when the answer is cut off. */
  end(out: StreamEvent[]): void
  /** What had arrived. */
  message(finishReason: AssistantMessage['finishReason']): AssistantMessage
}

export function createAssembler(options: AssembleOptions): Assembler {
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

  const closeBlock = (out: StreamEvent[]): void => {
    if (open === undefined) return
    const part = blockPart(open)
    parts[open.index] = part
    const { index, type } = open
    open = undefined
    if (part.type === 'text') out.push({ type: 'text_end', index, part })
    else if (part.type === 'reasoning' && type === 'reasoning') {
      out.push({ type: 'reasoning_end', index, part })
    }
  }

  const openBlock = (
    type: OpenBlock['type'],
    block: string | undefined,
    out: StreamEvent[],
  ): OpenBlock => {
    closeBlock(out)
    const opened: OpenBlock = { type, index: size++, block, text: '', metadata: undefined }
    open = opened
    out.push({ type: type === 'text' ? 'text_start' : 'reasoning_start', index: opened.index })
    return opened
  }

  const flushBlank = (out: StreamEvent[]): void => {
    if (blank === '') return
    const text = blank
    blank = ''
    const block = openBlock('text', undefined, out)
    block.text = text
    out.push({ type: 'text_delta', index: block.index, text })
  }

  const onText = (delta: ChatDelta & { type: 'text' | 'reasoning' }, out: StreamEvent[]): void => {
    const { type, text, providerMetadata } = delta
    if (text === '' && providerMetadata === undefined) return
    if (finish !== undefined) throw late('content')
    let fragment = text
    let block = open
    if (block === undefined || block.type !== type || block.block !== delta.block) {
      if (type === 'reasoning') flushBlank(out)
      else if (providerMetadata === undefined && text.trim() === '') {
        blank += text
        return
      } else {
        fragment = blank + text
        blank = ''
      }
      block = openBlock(type, delta.block, out)
    }
    if (providerMetadata !== undefined) {
      block.metadata = mergeMetadata(block.metadata, providerMetadata)
    }
    if (fragment === '') return
    block.text += fragment
    const { index } = block
    out.push(
      type === 'text'
        ? { type: 'text_delta', index, text: fragment }
        : { type: 'reasoning_delta', index, text: fragment },
    )
  }

  const onCall = (delta: ToolCallDelta, out: StreamEvent[]): void => {
    if (finish !== undefined) throw late('a tool call')
    let call = calls.get(delta.id)
    // Only a new call ends the text before it: its fragments may interleave with later text.
    if (call === undefined) {
      closeBlock(out)
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
      const { id, index, argumentsText } = call
      out.push({ type: 'tool_call_start', index, id, name: toolName(call.name) })
      if (argumentsText !== '') out.push({ type: 'tool_call_delta', index, id, argumentsText })
    }
    const { argumentsText } = delta
    if (argumentsText !== '') {
      call.argumentsText += argumentsText
      if (call.index !== undefined) {
        out.push({ type: 'tool_call_delta', index: call.index, id: call.id, argumentsText })
      }
    }
    if (delta.complete === true) closeCall(call, false, out)
  }

  const closeCall = (call: OpenCall, incomplete: boolean, out: StreamEvent[]): void => {
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
    out.push({ type: 'tool_call_end', index: call.index, part })
  }

  return {
    message,
    push(delta, out) {
      switch (delta.type) {
        case 'text':
        case 'reasoning':
          onText(delta, out)
          break
        case 'tool_call':
          onCall(delta, out)
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
            out.push({ type: 'warning', warning })
          }
          break
        case 'guardrail':
          guardrail = delta.trace
          out.push({ type: 'guardrail', trace: delta.trace })
          break
        case 'file':
          if (finish !== undefined) throw late('a file')
          closeBlock(out)
          parts[size] = delta
          out.push({ type: 'file', index: size++, part: delta })
          break
        case 'source':
          // Stands within a text as often as after it, and does not cut the text in two.
          parts[size] = delta
          out.push({ type: 'source', index: size++, part: delta })
          break
      }
    },
    end(out) {
      if (finish === undefined) {
        throw bad('the stream ended without its end marker; the answer is cut off.')
      }
      if (size > 0 && parts.every((part) => part?.type !== 'tool_call')) flushBlank(out)
      closeBlock(out)
      const cut = cutsCalls(finish.reason)
      for (const call of [...calls.values()]) closeCall(call, cut, out)
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
      out.push({ type: 'response_end', response: toResponse(whole, finish, finishReason, facts) })
    },
  }
}
