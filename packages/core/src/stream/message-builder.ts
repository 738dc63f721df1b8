import type { ToolCallDelta } from '../contract/delta.ts'
import type { ProviderMetadata } from '../contract/json.ts'
import type { AssistantPart, ToolCallPart } from '../contract/message.ts'
import { toolArguments } from './tool-arguments.ts'

/** A text or reasoning block that still grows. */
export interface OpenBlock {
  readonly type: 'text' | 'reasoning'
  readonly index: number
  readonly block: string | undefined
  /** Strings are ropes: adding a fragment copies nothing. */
  text: string
  metadata: ProviderMetadata | undefined
}

/** A tool call that still grows. */
export interface OpenCall {
  readonly key: string
  readonly id: string
  nativeId: string | undefined
  name: string
  argumentsText: string
  metadata: ProviderMetadata | undefined
  providerExecuted: boolean
  /** Undefined until its name is known. */
  index: number | undefined
}

export function openCall(delta: ToolCallDelta, id: string): OpenCall {
  return {
    key: delta.id,
    id,
    nativeId: delta.nativeId ?? delta.id,
    name: '',
    argumentsText: '',
    metadata: undefined,
    providerExecuted: false,
    index: undefined,
  }
}

export function mergeMetadata(
  left: ProviderMetadata | undefined,
  right: ProviderMetadata | undefined,
): ProviderMetadata | undefined {
  if (left === undefined || right === undefined) return left ?? right
  const merged: Record<string, ProviderMetadata[string]> = { ...left }
  for (const [provider, values] of Object.entries(right)) {
    merged[provider] = { ...merged[provider], ...values }
  }
  return merged
}

export function blockPart(open: OpenBlock): AssistantPart {
  return {
    type: open.type,
    text: open.text,
    ...(open.metadata !== undefined && { providerMetadata: open.metadata }),
  }
}

export function callPart(open: OpenCall, name: string, incomplete: boolean): ToolCallPart {
  const { input, invalid } = toolArguments(open.argumentsText)
  return {
    type: 'tool_call',
    id: open.id,
    ...(open.nativeId !== undefined && { nativeId: open.nativeId }),
    name,
    input,
    argumentsText: open.argumentsText,
    ...(invalid !== undefined && !incomplete && { invalid }),
    ...(incomplete && { incomplete: true as const }),
    ...(open.providerExecuted && { providerExecuted: true as const }),
    ...(open.metadata !== undefined && { providerMetadata: open.metadata }),
  }
}
