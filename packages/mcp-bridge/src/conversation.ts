import type { Tool } from '@autobot/core/provider'
import { nameTools } from './naming.ts'
import type { RemoteTool } from './remote-tool.ts'
import { searchNames, searchTools } from './search-tools.ts'
import type { Server } from './server.ts'

export interface Candidate {
  readonly server: Server
  readonly tool: RemoteTool
}

export interface Conversation {
  /** The tools that the model sees: what it saw before, unchanged, and what is new behind it. */
  tools(candidates: readonly Candidate[]): readonly Tool[]
  /** The names under which a server's tools can be called, listed or searched. */
  namesOf(server: string): readonly string[]
}

export interface ConversationOptions {
  readonly make: (name: string, candidate: Candidate) => Tool
  /** Whether so many tools, of so many tokens, are better searched than listed. */
  readonly isTooMany: (tools: readonly Tool[]) => boolean
}

/**
 * One conversation's list of tools. Providers cache what does not change, and a list that does
 * makes them read the whole conversation again: so a tool that was there stays as it was, and
 * what comes later is appended, each time in the order of the names.
 */
export function conversation({ make, isTooMany }: ConversationOptions): Conversation {
  const names = new Map<string, string>()
  const servers = new Map<string, string>()
  const hidden = new Map<string, Tool>()
  let listed: readonly Tool[] = []
  let searching = false

  const keyOf = ({ server, tool }: Candidate): string => `${server.name}\0${tool.name}`

  return {
    tools(candidates) {
      const fresh = candidates.filter((candidate) => !names.has(keyOf(candidate)))
      if (fresh.length === 0) return listed
      const keys = fresh.map(({ server, tool }) => ({ server: server.name, tool: tool.name }))
      const made = nameTools(keys, [...names.values(), ...searchNames])
      const tools = fresh.map((candidate, index) => {
        const name = made.get(keys[index] as (typeof keys)[number]) as string
        names.set(keyOf(candidate), name)
        servers.set(name, candidate.server.name)
        return make(name, candidate)
      })
      tools.sort((a, b) => (a.name < b.name ? -1 : 1))
      if (searching || isTooMany([...listed, ...tools])) {
        for (const tool of tools) hidden.set(tool.name, tool)
        if (!searching) listed = [...listed, ...searchTools(hidden)]
        searching = true
      } else listed = [...listed, ...tools]
      return listed
    },
    namesOf: (server) => [...servers].filter(([, owner]) => owner === server).map(([name]) => name),
  }
}
