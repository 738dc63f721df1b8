import type { FinishDelta, StartDelta } from '../contract/delta.ts'
import type { JsonValue } from '../contract/json.ts'
import type { AssistantMessage, AssistantPart } from '../contract/message.ts'
import type { Usage, Warning } from '../contract/response.ts'
import { ProviderError } from '../errors/provider-error.ts'
import { blockPart, type OpenBlock, type OpenCall } from './message-builder.ts'

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
 * One answer as far as it has come. Plain data: thousands may be open at once, and closures over
 * it took three times its memory.
 */
export interface Assembly {
  readonly options: AssembleOptions
  /** By index; a call that is still open leaves its place free. */
  readonly parts: AssistantPart[]
  /** Open ones, by the provider's key. */
  calls: Map<string, OpenCall> | undefined
  warnings: readonly Warning[]
  open: OpenBlock | undefined
  /** Blank text is held back: before a tool call it is noise and must not become a part. */
  blank: string
  start: StartDelta | undefined
  usage: Usage
  guardrail: JsonValue | undefined
  finish: FinishDelta | undefined
  /** Places that were given out. */
  size: number
}

export function createAssembly(options: AssembleOptions): Assembly {
  return {
    options,
    parts: [],
    calls: undefined,
    warnings: options.warnings ?? [],
    open: undefined,
    blank: '',
    start: undefined,
    usage: {},
    guardrail: undefined,
    finish: undefined,
    size: 0,
  }
}

/** What had arrived. */
export function messageOf(
  { options, open, parts, start }: Assembly,
  finishReason: AssistantMessage['finishReason'],
): AssistantMessage {
  const content = parts.filter((part) => part !== undefined)
  if (open !== undefined) content.push(blockPart(open))
  return {
    role: 'assistant',
    content,
    provider: options.provider,
    model: options.model,
    ...(start?.responseId !== undefined && { responseId: start.responseId }),
    ...(finishReason !== undefined && { finishReason }),
  }
}

/** An answer that breaks the contract. */
export function badAnswer({ options: { provider } }: Assembly, text: string): ProviderError {
  return new ProviderError(`${provider}: ${text}`, { code: 'bad_response', provider })
}

export function lateDelta(assembly: Assembly, what: string): ProviderError {
  return badAnswer(assembly, `${what} came after the end.`)
}
