import type { Message } from '../contract/message.ts'
import type { ToolDefinition } from '../contract/request.ts'
import { hashText } from './hash.ts'
import { rewrite, withContent } from './rewrite.ts'

/** Names of tools on the wire and back. A Map: a tool may be called `constructor`. */
export interface ToolNames {
  toWire(name: string): string
  fromWire(wireName: string): string
}

/**
 * Legal names stay; others are cleaned and get a hash of the whole name, so that `a.b` and `a/b`
 * stay apart and the name does not depend on which other tools there are.
 */
export function toolNames(
  tools: readonly ToolDefinition[],
  messages: readonly Message[],
  maxLength: number,
): ToolNames {
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
  const names = [...tools.map((tool) => tool.name), ...usedNames(messages)]
  // Legal names first: a name that was made may never take one of theirs.
  for (const name of names) if (legal.test(name)) add(name)
  for (const name of names) add(name)

  return {
    toWire: (name) => toWire.get(name) ?? (legal.test(name) ? name : encode(name, name, maxLength)),
    fromWire: (wireName) => {
      const name = fromWire.get(wireName)
      if (name !== undefined) return name
      // Some models write the namespace that their template shows them.
      const short = wireName.startsWith('functions.') ? wireName.slice('functions.'.length) : ''
      return fromWire.get(short) ?? wireName
    },
  }
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
