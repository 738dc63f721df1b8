import type { Tool } from '@autobot/core/provider'

export interface ToolIndex {
  /** The best first. */
  find(query: string, limit: number): readonly Tool[]
}

interface Entry {
  readonly tool: Tool
  readonly name: ReadonlySet<string>
  readonly counts: ReadonlyMap<string, number>
  readonly length: number
}

/** Words of tools, weighed as BM25 does: rare words count more, long descriptions less. */
export function createIndex(tools: readonly Tool[]): ToolIndex {
  const entries = tools.map(toEntry)
  const average = entries.reduce((sum, { length }) => sum + length, 0) / (entries.length || 1)
  const spread = new Map<string, number>()
  for (const { counts } of entries) {
    for (const word of counts.keys()) spread.set(word, (spread.get(word) ?? 0) + 1)
  }
  const score = (entry: Entry, words: readonly string[]): number => {
    let sum = 0
    for (const word of words) {
      const inTools = spread.get(word) ?? 0
      const count = entry.counts.get(word) ?? 0
      if (count === 0) continue
      const rarity = Math.log(1 + (entries.length - inTools + 0.5) / (inTools + 0.5))
      const weight = (count * 2.2) / (count + 1.2 * (0.25 + (0.75 * entry.length) / average))
      sum += rarity * weight
    }
    // A name that says just this, and no more, is most likely what was meant.
    const named = words.filter((word) => entry.name.has(word)).length
    return sum * (1 + (2 * named) / entry.name.size)
  }
  return {
    find(query, limit) {
      const words = [...new Set(wordsOf(query))]
      return entries
        .map((entry) => ({ tool: entry.tool, score: score(entry, words) }))
        .filter(({ score: found }) => found > 0)
        .sort((a, b) => b.score - a.score || (a.tool.name < b.tool.name ? -1 : 1))
        .slice(0, limit)
        .map(({ tool }) => tool)
    },
  }
}

function toEntry(tool: Tool): Entry {
  const { properties } = tool.inputSchema as { properties?: object }
  const name = wordsOf(tool.name)
  const description = wordsOf(tool.description ?? '')
  const counts = new Map<string, number>()
  const add = (words: readonly string[], weight: number): void => {
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + weight)
  }
  add(name, 3)
  add(description, 1)
  // Many parameters make a tool no worse an answer: they do not count as length.
  add(wordsOf(Object.keys(properties ?? {}).join(' ')), 0.3)
  return { tool, name: new Set(name), counts, length: name.length + description.length }
}

/** Lower case, without the endings that tell one form of an English word from another. */
function wordsOf(text: string): string[] {
  return (
    text
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).map((word) => (word.length > 3 ? word.replace(/(ies|es|s|ing|ed)$/, '') : word))
}
