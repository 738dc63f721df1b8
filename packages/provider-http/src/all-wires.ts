import { messagesWire } from './codecs/anthropic-messages.ts'
import { geminiWire } from './codecs/gemini.ts'
import { chatWire } from './codecs/openai-chat.ts'
import { responsesWire } from './codecs/openai-responses.ts'
import { chosenWires } from './chosen-wires.ts'
import type { Wires } from './wires.ts'

/** Every wire, for every vendor: of one that a vendor's table does not describe, careful facts. */
export const allWires: Wires = chosenWires(
  [chatWire, responsesWire, messagesWire, geminiWire],
  async ({ prefix }, wire) => (await import('./vendor/custom.ts')).customSpec(prefix, wire),
)
