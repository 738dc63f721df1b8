import type { ChatFlavourName } from '../../simulators/http/openai-chat/flavour.ts'
import type { Wire } from '../wire.ts'
import { anthropicWire } from './anthropic-messages.ts'
import { bedrockWire } from './bedrock-converse.ts'
import { geminiWire } from './gemini.ts'
import { chatWire } from './openai-chat.ts'
import { responsesWire } from './openai-responses.ts'

export interface SimulatedWireOptions {
  /** Of `openai-chat`: whose rules the server keeps. Default `openai`. */
  readonly flavour?: ChatFlavourName
}

const wires = {
  'openai-chat': ({ flavour }: SimulatedWireOptions) => chatWire(flavour ?? 'openai'),
  'openai-responses': () => responsesWire,
  'anthropic-messages': () => anthropicWire,
  gemini: () => geminiWire,
  'bedrock-converse': () => bedrockWire,
} as const

export type SimulatedWireName = keyof typeof wires

export const simulatedWireNames = Object.keys(wires) as readonly SimulatedWireName[]

/** A known wire, by a server that refuses what the real one refuses. */
export function simulatedWire(name: SimulatedWireName, options: SimulatedWireOptions = {}): Wire {
  if (!Object.hasOwn(wires, name)) {
    throw new TypeError(`There is no wire "${name}": ${simulatedWireNames.join(', ')}.`)
  }
  return wires[name](options)
}
