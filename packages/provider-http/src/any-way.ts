import { messagesWire } from './codecs/anthropic-messages.ts'
import { geminiWire } from './codecs/gemini.ts'
import { chatWire } from './codecs/openai-chat.ts'
import { responsesWire } from './codecs/openai-responses.ts'
import { customSpec } from './vendor/custom.ts'
import { onOtherWire } from './vendor/other-wire.ts'
import type { VendorSpec } from './vendor/spec.ts'
import type { Way, Wire, WireName } from './wires.ts'

const wires: Readonly<Record<WireName, Wire>> = {
  'openai-chat': chatWire,
  'openai-responses': responsesWire,
  'anthropic-messages': messagesWire,
  gemini: geminiWire,
}

/** A vendor on any wire: of one that its table does not describe, careful facts are known. */
export function anyWay(spec: VendorSpec, name: WireName): Way {
  const wire = wires[name]
  if (name === spec.wire) return { spec, wire }
  const described = spec.alternatives?.find((other) => other.wire === name)
  return { spec: onOtherWire(spec, described ?? customSpec(spec.prefix, name)), wire }
}
