import type { Message } from '../contract/message.ts'
import type { ToolDefinition } from '../contract/request.ts'
import { hashText } from './hash.ts'
import { rewrite, withContent } from './rewrite.ts'

/** Names of tools on the wire and back. A Map: a tool may be called `constructor`. */
export interface ToolNames {
  toWire(name: string): string
  fromWire(wireName: string): string
}

interface Known {
  readonly maxLength: number
  readonly own: readonly string[]
  readonly wire: ReadonlyMap<string, string>
  readonly names: ToolNames
}

const known = new WeakMap<readonly ToolDefinition[], Known>()

/** Made once for a list of tools, as long as the history names no others. */
export function toolNames(
  tools: readonly ToolDefinition[],
  messages: readonly Message[],
  maxLength: number,
): ToolNames {
  const before = known.get(tools)
  if (before !== undefined && holds(before, tools, messages, maxLength)) return before.names
  const own = tools.map((tool) => tool.name)
  const { names, wire } = makeNames([...own, ...usedNames(messages)], maxLength)
  if (wire.size === own.length) known.set(tools, { maxLength, own, wire, names })
  return names
}

function holds(
  { maxLength, own, wire }: Known,
  tools: readonly ToolDefinition[],
  messages: readonly Message[],
  asked: number,
): boolean {
  if (maxLength !== asked || own.length !== tools.length) return false
  // A list may be changed in place.
  for (let at = 0; at < own.length; at += 1) if (own[at] !== tools[at]?.name) return false
  for (const name of usedNames(messages)) if (!wire.has(name)) return false
  return true
}

/**
 * Legal names stay; others are cleaned and get a hash of the whole name, so that `a.b` and `a/b`
 * stay apart and the name does not depend on which other tools there are.
 */
function makeNames(
  names: readonly string[],
  maxLength: number,
): { readonly names: ToolNames; readonly wire: ReadonlyMap<string, string> } {
  const toWire = new Map<string, string>()
  const fromWire = new Map<string, string>()
  const legal = new RegExp(`^[A-Za-z_][A-Za-z0-9_-]{0,${maxLength - 1}}$`)

  const add = (name: string): void => {
    if (toWire.has(name)) return
    let wire = legal.test(name) ? name : encode(name, name, maxLength)
    for (let attempt = 1; fromWire.has(wire); attempt += 1) {
      wire = encode(name, `${name}\n${attempt}`, maxLength)
    }
    toWire.set(name, wire)
    fromWire.set(wire, name)
  }
  // Legal names first: a name that was made may never take one of theirs.
  for (const name of names) if (legal.test(name)) add(name)
  for (const name of names) add(name)

  const both: ToolNames = {
    toWire: (name) => toWire.get(name) ?? (legal.test(name) ? name : encode(name, name, maxLength)),
    fromWire: (wireName) => {
      const name = fromWire.get(wireName)
      if (name !== undefined) return name
      // Some models write the namespace that their template shows them.
      const short = wireName.startsWith('functions.') ? wireName.slice('functions.'.length) : ''
      return fromWire.get(short) ?? wireName
    },
  }
  return { names: both, wire: toWire }
}

function encode(name: string, seed: string, maxLength: number): string {
  const clean = name.replaceAll(/[^A-Za-z0-9_-]/g, '_')
  const start = /^[A-Za-z_]/.test(clean) ? clean : `_${clean}`
  return `${start.slice(0, maxLength - 9)}_${hashText(seed, 8, 36)}`
}

function* usedNames(messages: readonly Message[]): Iterable<string> {
  for (const message of messages) {
    if (message.role !== 'assistant') continue
    for (const part of message.content) if (part.type === 'tool_call') yield part.name
  }
}

/** The history in names of the wire. */
export function renameTools(messages: readonly Message[], names: ToolNames): readonly Message[] {
  return rewrite<Message>(messages, (message) => {
    if (message.role === 'assistant') {
      const content = rewrite(message.content, (part) => {
        if (part.type !== 'tool_call') return part
        const name = names.toWire(part.name)
        return name === part.name ? part : { ...part, name }
      })
      return withContent(message, content)
    }
    if (message.role !== 'tool') return message
    const content = rewrite(message.content, (part) => {
      const toolName = names.toWire(part.toolName)
      return toolName === part.toolName ? part : { ...part, toolName }
    })
    return withContent(message, content)
  })
}
