import type { ToolCallDelta } from '../contract/delta.ts'
import type { StreamEvent } from '../contract/event.ts'
import { badAnswer, lateDelta, type Assembly } from './assembly.ts'
import { closeBlock } from './blocks.ts'
import { callPart, mergeMetadata, openCall, type OpenCall } from './message-builder.ts'

/** Tool calls: gives them their ids, and joins their fragments. */
export function addCall(assembly: Assembly, delta: ToolCallDelta, out: StreamEvent[]): void {
  if (assembly.finish !== undefined) throw lateDelta(assembly, 'a tool call')
  const calls = (assembly.calls ??= new Map())
  let call = calls.get(delta.id)
  // Only a new call ends the text before it: its fragments may interleave with later text.
  if (call === undefined) {
    closeBlock(assembly, out)
    assembly.blank = ''
    call = openCall(delta, assembly.options.newId())
    calls.set(delta.id, call)
  }
  if (delta.nativeId !== undefined) call.nativeId = delta.nativeId
  if (delta.name !== undefined && call.name === '') call.name = delta.name
  if (delta.providerExecuted === true) call.providerExecuted = true
  if (delta.providerMetadata !== undefined) {
    call.metadata = mergeMetadata(call.metadata, delta.providerMetadata)
  }
  if (call.index === undefined && call.name !== '') {
    call.index = assembly.size++
    const { id, index, argumentsText } = call
    out.push({ type: 'tool_call_start', index, id, name: ownName(assembly, call) })
    if (argumentsText !== '') out.push({ type: 'tool_call_delta', index, id, argumentsText })
  }
  const { argumentsText } = delta
  if (argumentsText !== '') {
    call.argumentsText += argumentsText
    if (call.index !== undefined) {
      out.push({ type: 'tool_call_delta', index: call.index, id: call.id, argumentsText })
    }
  }
  if (delta.complete === true) closeCall(assembly, call, false, out)
}

/** @param incomplete the answer was cut before the call was whole */
export function closeCall(
  assembly: Assembly,
  call: OpenCall,
  incomplete: boolean,
  out: StreamEvent[],
): void {
  assembly.calls?.delete(call.key)
  if (call.index === undefined) {
    if (incomplete) return
    throw badAnswer(assembly, 'a tool call came without a name.')
  }
  const { decodeInput } = assembly.options
  const made = callPart(call, ownName(assembly, call), incomplete)
  const part =
    decodeInput === undefined || made.invalid !== undefined
      ? made
      : { ...made, input: decodeInput(call.name, made.input) }
  assembly.parts[call.index] = part
  out.push({ type: 'tool_call_end', index: call.index, part })
}

function ownName({ options }: Assembly, { name }: OpenCall): string {
  return options.toolName === undefined ? name : options.toolName(name)
}
